-- Lowers the limit of a budget since the provider refused without saying for how long: to four fifths of what was used in
-- its fullest window, at most by half. It grows again by a fiftieth in each quiet step.
-- KEYS: lowered; counts per window; ARGV: now, skew ms, ms in which further refusals tell nothing new, step ms; then per
--       window as in budget.lua

local now = clock(ARGV[1])
local step = tonumber(ARGV[4])
local at = tonumber(redis.call('HGET', KEYS[1], 'at'))
if at and now < at + tonumber(ARGV[3]) then
  return 0
end
local current, fullest = part(KEYS[1], now), 0
for i = 1, #KEYS - 1 do
  local w = window(4 + (i - 1) * WINDOW, now, tonumber(ARGV[2]))
  count(w, KEYS[1 + i], now)
  fullest = math.max(fullest, w.used / w.limit)
end
local lower = math.max(current / 2, math.min(current, fullest) * 0.8)
redis.call('HSET', KEYS[1], 'part', string.format('%.6f', lower), 'at', whole(now), 'step', whole(step))
redis.call('PEXPIRE', KEYS[1], whole(51 * step))
return 1
