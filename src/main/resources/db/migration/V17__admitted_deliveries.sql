-- While a FHIR server is loaded step by step: who is among those that may go on. A replica of the version before leaves it false and goes by the order of
-- connections, so for as long as both run there may be twice as many.

alter table delivery_state add column admitted boolean not null default false;
