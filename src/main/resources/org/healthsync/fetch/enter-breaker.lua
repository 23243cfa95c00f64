-- May a request go to a provider that failed before?
-- KEYS: breaker; ARGV: now, failures that open it, name of this request, lease of a probe in ms
-- Returns {0 = yes | 1 = yes, as the one probe | 2 = no, wait in ms, failures in a row}.

-- While a request tries, the others come back for news that seldom.
local NEWS = 5000

local now = clock(ARGV[1])
local stored = redis.call('HMGET', KEYS[1], 'failures', 'until', 'lease')
local failures = tonumber(stored[1]) or 0
if failures < tonumber(ARGV[2]) then
  return { 0, 0, failures }
end
local opens, lease = tonumber(stored[2]) or 0, tonumber(stored[3]) or 0
if now < opens then
  return { 2, math.ceil(opens - now), failures }
end
if now < lease then
  return { 2, math.ceil(math.min(NEWS, lease - now)), failures }
end
redis.call('HSET', KEYS[1], 'probe', ARGV[3], 'lease', whole(now + tonumber(ARGV[4])))
return { 1, 0, failures }
