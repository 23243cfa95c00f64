-- Since when Redis knows everything that a client id was used for: since it began to count, or since the last use before.
-- KEYS: memory; ARGV: now in ms ("" = the clock of Redis), what the memory was before somebody else was asked for the last
--       use ("" = nobody was asked yet), for how many ms the client id was not used then
-- Returns the memory.

local now = clock(ARGV[1])
local memory = redis.call('GET', KEYS[1])
if not memory then
  memory = whole(now)
  redis.call('SET', KEYS[1], memory)
elseif memory == ARGV[2] then
  -- the counts were not lost in between, so they have every use since then
  local unused = whole(math.max(0, now - tonumber(ARGV[3])))
  if tonumber(unused) < tonumber(memory) then
    memory = unused
    redis.call('SET', KEYS[1], memory)
  end
end
return memory
