-- Takes permits from several windows, from all or from none.
-- KEYS: memory, one "closed" key per budget, one hash per window
-- ARGV: now in ms ("" = the clock of Redis), 1 = trust an empty Redis, number of budgets, in-flight ms,
--       then per window: limit, permits, period ms, slot ms, 1 = fixed to UTC
-- Returns {wait in ms, position of the key that refuses or 0}.

local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local budgets = tonumber(ARGV[3])
local inflight = tonumber(ARGV[4])

-- Without its memory Redis cannot tell what was used before: windows stay closed until the unknown has aged out.
local memory = tonumber(redis.call('GET', KEYS[1]))
if not memory then
  memory = ARGV[2] == '1' and 0 or now
  redis.call('SET', KEYS[1], string.format('%d', memory))
end

local wait, cause = 0, 0
local function refuse(milliseconds, position)
  if milliseconds > wait then
    wait, cause = milliseconds, position
  end
end

for i = 1, budgets do
  local closed = tonumber(redis.call('GET', KEYS[1 + i]))
  if closed then
    refuse(closed - now, i)
  end
end

local windows = {}
for i = 1, #KEYS - 1 - budgets do
  local at = 4 + (i - 1) * 5
  local w = {
    key = KEYS[1 + budgets + i], limit = tonumber(ARGV[at + 1]), permits = tonumber(ARGV[at + 2]),
    period = tonumber(ARGV[at + 3]), slot = tonumber(ARGV[at + 4]), old = {}
  }
  local since, opens
  if ARGV[at + 5] == '1' then
    local start = math.floor((now - inflight) / w.period) * w.period
    since, opens = start - inflight, start + w.period + inflight
  else
    since, opens = now - w.period - inflight, memory + w.period + inflight
  end
  if memory > since then
    refuse(opens - now, budgets + i)
  end

  local used, slots = 0, {}
  local stored = redis.call('HGETALL', w.key)
  for j = 1, #stored, 2 do
    local slot, count = tonumber(stored[j]), tonumber(stored[j + 1])
    -- a slot counts as long as its last moment may lie in the window
    if (slot + 1) * w.slot > since then
      used = used + count
      slots[#slots + 1] = { slot = slot, count = count }
    else
      w.old[#w.old + 1] = stored[j]
    end
  end
  local excess = used + w.permits - w.limit
  if excess > 0 then
    if ARGV[at + 5] ~= '1' then
      table.sort(slots, function(a, b) return a.slot < b.slot end)
      opens = now + w.period
      for _, s in ipairs(slots) do
        excess = excess - s.count
        if excess <= 0 then
          opens = (s.slot + 1) * w.slot + w.period + inflight
          break
        end
      end
    end
    refuse(math.max(1, opens - now), budgets + i)
  end
  windows[i] = w
end

if cause == 0 then
  for _, w in ipairs(windows) do
    if #w.old > 0 then
      redis.call('HDEL', w.key, unpack(w.old))
    end
    redis.call('HINCRBY', w.key, string.format('%d', math.floor(now / w.slot)), w.permits)
    redis.call('PEXPIRE', w.key, string.format('%d', 2 * (w.period + inflight) + w.slot))
  end
end
return { math.ceil(wait), cause }
