-- Moves permits from the slot of their deadline to the present, since the request is over.
-- KEYS: counts per window; ARGV: now, skew ms, longest request ms, deadline ms, how much later the provider may still
--       count the request in ms; then per window as in budget.lua

local now = clock(ARGV[1])
local skew, longest, deadline = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
for i = 1, #KEYS do
  local w = window(5 + (i - 1) * WINDOW, now, skew)
  local from, to = whole(deadline / w.slot), whole((now + tonumber(ARGV[5])) / w.slot)
  if from ~= to then
    local there = tonumber(redis.call('HGET', KEYS[i], from)) or 0
    if there > w.permits then
      redis.call('HINCRBY', KEYS[i], from, -w.permits)
    else
      redis.call('HDEL', KEYS[i], from)
    end
    redis.call('HINCRBY', KEYS[i], to, w.permits)
    redis.call('PEXPIRE', KEYS[i], life(w, skew, longest))
  end
end
return 0
