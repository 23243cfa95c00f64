-- What is used and free of a budget; changes nothing.
-- KEYS: memory, closed, lowered; per window: counts, told
-- ARGV: now, skew ms, longest request ms, for how many ms the client id was not used; then per window as in budget.lua
-- Returns {ms until it opens; per window: effective limit, used, under way, others', free, reserve}.

local now = clock(ARGV[1])
local skew, longest = tonumber(ARGV[2]), tonumber(ARGV[3])
local memory = tonumber(redis.call('GET', KEYS[1])) or now - tonumber(ARGV[4])
local closed = (tonumber(redis.call('GET', KEYS[2])) or 0) - now
local seen = {}
for i = 1, (#KEYS - 3) / 2 do
  local w = window(4 + (i - 1) * WINDOW, now, skew)
  count(w, KEYS[2 + 2 * i], now)
  learn(w, KEYS[3], KEYS[3 + 2 * i], now)
  if memory + longest > w.since then
    closed = math.max(closed, (w.opens or memory + longest + w.period) - now)
  end
  for _, number in ipairs({ w.effective, w.used, w.under_way, w.others, math.max(0, w.free), reserve(w) }) do
    seen[#seen + 1] = math.floor(number)
  end
end
table.insert(seen, 1, math.ceil(math.max(0, closed)))
return seen
