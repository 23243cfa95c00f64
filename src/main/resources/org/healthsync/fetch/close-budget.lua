-- Closes a budget until a time; a later one that is set already stays.
-- KEYS: the "closed" key; ARGV: now in ms ("" = the clock of Redis), duration in ms

local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local wanted = now + tonumber(ARGV[2])
local closed = tonumber(redis.call('GET', KEYS[1])) or 0
if wanted > closed then
  redis.call('SET', KEYS[1], string.format('%d', wanted), 'PX', ARGV[2])
end
return 0
