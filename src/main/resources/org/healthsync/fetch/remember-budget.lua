-- Since when Redis knows everything that a client id was used for: since it began to count, or since the last use before.
-- KEYS: knowledge; ARGV: now in ms ("" = the clock of Redis), the answer before somebody else was asked for the last use
--       ("" = nobody was asked yet), for how many ms the client id was not used then
-- Returns when the counts were begun.

local now = clock(ARGV[1])
local known = knowledge(KEYS[1]) or begin(KEYS[1], now, now)
-- the counts were not lost in between, so they have every use since then
if whole(known.begun) == ARGV[2] then
  redis.call('HSET', KEYS[1], 'since', whole(math.max(0, math.min(known.since, now - tonumber(ARGV[3])))))
end
return whole(known.begun)
