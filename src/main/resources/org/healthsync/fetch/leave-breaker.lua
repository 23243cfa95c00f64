-- Tells how a request to a provider ended.
-- KEYS: breaker; ARGV: now, failures that open it, name of this request, outcome (answered, failed, unsent), pause ms,
--       longest pause ms
-- Returns the pause in ms that this began, or 0.

local now = clock(ARGV[1])
local outcome, pause, longest = ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local stored = redis.call('HMGET', KEYS[1], 'failures', 'probe', 'opened')
local failures, opened = tonumber(stored[1]) or 0, tonumber(stored[3]) or 0
local open, probe = failures >= tonumber(ARGV[2]), stored[2] == ARGV[3]

if probe and outcome == 'unsent' then
  redis.call('HDEL', KEYS[1], 'probe', 'lease')
end
-- what began before it opened tells nothing of now
if outcome == 'unsent' or (open and not probe) then
  return 0
end
if outcome == 'answered' then
  redis.call('DEL', KEYS[1])
  return 0
end
failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
redis.call('PEXPIRE', KEYS[1], whole(math.max(3600000, 4 * longest)))
if failures < tonumber(ARGV[2]) then
  return 0
end
opened = redis.call('HINCRBY', KEYS[1], 'opened', 1)
local chosen = math.min(math.max(pause, longest), pause * 2 ^ math.min(20, opened - 1))
redis.call('HDEL', KEYS[1], 'probe', 'lease')
redis.call('HSET', KEYS[1], 'until', whole(now + chosen))
return math.floor(chosen)
