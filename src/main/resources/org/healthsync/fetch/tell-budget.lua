-- Takes the provider's word for what is left of a window: less than by our count means that others use it, too.
-- KEYS: counts, told; ARGV: now, skew ms, permits left, ms until that changes; then the window as in budget.lua

local now = clock(ARGV[1])
local w = window(4, now, tonumber(ARGV[2]))
count(w, KEYS[1], now)
local others = w.limit - w.used - tonumber(ARGV[3])
if others > 0 then
  redis.call('HSET', KEYS[2], 'until', whole(now + tonumber(ARGV[4])), 'others', whole(others))
  redis.call('PEXPIRE', KEYS[2], whole(math.max(1, tonumber(ARGV[4]))))
else
  redis.call('DEL', KEYS[2])
end
return 0
