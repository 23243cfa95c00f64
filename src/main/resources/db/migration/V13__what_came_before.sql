-- What is told late must not be taken for news: tokens that were replaced, requests that are still out, consents of before.

-- The last number of a token pair. It outlives the tokens, so that no number comes again.
alter table connection add column token_rotation bigint not null default 0;

-- Who has a token request out; null once its answer is known.
alter table connection_token add column refreshing_by uuid;

-- When the person consented last; null for connections that were authorized before this was kept.
alter table connection add column activated_at timestamptz;
