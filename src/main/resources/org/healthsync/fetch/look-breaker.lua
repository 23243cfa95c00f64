-- Where a breaker stands; changes nothing.
-- KEYS: breaker; ARGV: now, failures that open it
-- Returns {0 = closed | 1 = open | 2 = half open, failures in a row, ms until it half opens}.

local now = clock(ARGV[1])
local stored = redis.call('HMGET', KEYS[1], 'failures', 'until')
local failures, opens = tonumber(stored[1]) or 0, tonumber(stored[2]) or 0
if failures < tonumber(ARGV[2]) then
  return { 0, failures, 0 }
end
return { now < opens and 1 or 2, failures, math.ceil(math.max(0, opens - now)) }
