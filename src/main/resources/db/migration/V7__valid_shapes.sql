-- Shapes of resources that the full validator found valid: digests only. A replica asks here before it validates a shape in full.

create table valid_shape (
  basis    text not null,                  -- SHA-256 of all that a verdict depends on beside the shape
  shape    text not null,                  -- SHA-256
  found_at timestamptz not null,
  primary key (basis, shape)
);
