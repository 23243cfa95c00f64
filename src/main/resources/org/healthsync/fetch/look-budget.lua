-- What is used and free of a budget; changes nothing.
-- KEYS: knowledge, lost, closed, lowered; per window: counts, told
-- ARGV: now, skew ms, longest request ms, for how many ms the client id was not used; then per window as in budget.lua
-- Returns {ms until it opens; per window: effective limit, used, under way, others', free, reserve}.

local now = clock(ARGV[1])
local skew, longest = tonumber(ARGV[2]), tonumber(ARGV[3])
local known = knowledge(KEYS[1])
local since = known and known.since or now - tonumber(ARGV[4])
local lost = losses(KEYS[2])
local closed = (tonumber(redis.call('GET', KEYS[3])) or 0) - now
local seen = {}
for i = 1, (#KEYS - 4) / 2 do
  local w = window(4 + (i - 1) * WINDOW, now, skew)
  count(w, KEYS[3 + 2 * i], now, lost)
  learn(w, KEYS[4], KEYS[4 + 2 * i], now)
  if since + longest > w.since then
    closed = math.max(closed, (w.opens or since + longest + w.period) - now)
  end
  for _, number in ipairs({ w.effective, w.used, w.under_way, w.others, math.max(0, w.free), reserve(w) }) do
    seen[#seen + 1] = math.floor(number)
  end
end
table.insert(seen, 1, math.ceil(math.max(0, closed)))
return seen
