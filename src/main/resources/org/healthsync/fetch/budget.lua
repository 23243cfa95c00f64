-- What the scripts of budgets share; stands in front of each of them.
--
-- A window is a hash of small time slots and what was taken in them. A permit begins in the slot of its deadline, in the
-- future, and moves to the present when the request is settled; one that nobody settles ages from its deadline. Fields:
--   <slot>   permits, settled in the past and under way in the future
--   u<slot>  permits that lanes above history took in that slot
--   m<slot>  requests of those lanes that were refused in that slot
--   history  until when history waits for a permit
--   pace     when history may take the next permit
-- All are kept for one more period than they count, to know what is usual.

local WINDOW = 8

local function clock(given)
  local now = tonumber(given)
  if now then
    return now
  end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function whole(number)
  return string.format('%d', math.floor(number))
end

-- A window as described by eight arguments that begin after position `at`.
local function window(at, now, skew)
  local w = {
    budget = tonumber(ARGV[at + 1]), limit = tonumber(ARGV[at + 2]), permits = tonumber(ARGV[at + 3]),
    period = tonumber(ARGV[at + 4]), slot = tonumber(ARGV[at + 5]), fixed = ARGV[at + 6] == '1',
    shared = ARGV[at + 7] == '1', most_reserve = tonumber(ARGV[at + 8])
  }
  if w.fixed then
    -- the provider's clock may be off by so much
    local start = math.floor((now - skew) / w.period) * w.period
    w.since, w.opens = start - skew, start + w.period + skew
  else
    w.since = now - w.period
  end
  return w
end

-- What Redis knows of a client id; nil when it knows nothing.
--   since   every use since then is in the counts
--   begun   when the counts were begun
--   taken   permits taken since they were begun, by all replicas
--   t:<replica>  how many of them it took, and when last
--   forgot  who took nothing since then may be missing among the replicas
--   run     which run of a server Redis was when it last was asked
--   back    since when it is that one, after it was another
local function knowledge(key)
  local stored = redis.call('HMGET', key, 'since', 'begun', 'taken')
  if not stored[1] then
    return nil
  end
  return { since = tonumber(stored[1]), begun = tonumber(stored[2]), taken = tonumber(stored[3]) }
end

-- Begins to count; of what was used before nothing is known.
local function begin(key, now, begun)
  redis.call('DEL', key)
  redis.call('HSET', key, 'since', whole(now), 'begun', whole(begun), 'taken', '0')
  return { since = now, begun = begun, taken = 0 }
end

-- Permits that were taken and are in no count, by the second in which they begin to age.
local function losses(key)
  local lost = {}
  local stored = redis.call('HGETALL', key)
  for i = 1, #stored, 2 do
    lost[#lost + 1] = { ends = (tonumber(stored[i]) + 1) * 1000, count = tonumber(stored[i + 1]) }
  end
  return lost
end

-- Counts what may still lie in the window: a slot does as long as its last moment does.
local function count(w, key, now, lost)
  w.key, w.used, w.under_way, w.urgent, w.wanted, w.history, w.pace = key, 0, 0, 0, 0, 0, 0
  w.before = { used = 0, urgent = 0, wanted = 0 }
  w.slots, w.old = {}, {}
  local stored = redis.call('HGETALL', key)
  for i = 1, #stored, 2 do
    local field, number = stored[i], tonumber(stored[i + 1])
    local kind, slot = string.match(field, '^(%a?)(%d+)$')
    local ends = slot and (tonumber(slot) + 1) * w.slot
    if not slot then
      w[field] = number
    elseif ends <= w.since - w.period then
      w.old[#w.old + 1] = field
    else
      local into = ends > w.since and w or w.before
      if kind == '' then
        into.used = into.used + number
        if ends > w.since then
          w.slots[#w.slots + 1] = { ends = ends, count = number }
        end
        if ends - w.slot > now then
          w.under_way = w.under_way + number
        end
      else
        into.wanted = into.wanted + number
        if kind == 'u' then
          into.urgent = into.urgent + number
        end
      end
    end
  end
  for _, one in ipairs(lost or {}) do
    if one.ends > w.since then
      w.used = w.used + one.count
      w.slots[#w.slots + 1] = one
    end
  end
end

-- The part of a budget's limit that is left after the provider refused without saying for how long.
local function part(key, now)
  local stored = redis.call('HMGET', key, 'part', 'at', 'step')
  if not stored[1] then
    return 1
  end
  local quiet = math.max(0, math.floor((now - tonumber(stored[2])) / tonumber(stored[3])))
  return math.min(1, tonumber(stored[1]) + quiet / 50)
end

-- Sets what may be used now: the limit as learned, less what others use with the same client id.
local function learn(w, lowered, told, now)
  w.effective = math.min(w.limit, math.max(1, w.permits, math.floor(w.limit * part(lowered, now))))
  local others = redis.call('HMGET', told, 'until', 'others')
  w.others, w.others_until = 0, 0
  if others[1] and tonumber(others[1]) > now then
    w.others_until, w.others = tonumber(others[1]), tonumber(others[2])
  end
  w.free = w.effective - w.others - w.used
end

-- What history leaves free for the lanes above it: as much as they wanted lately and a quarter more, less what of it is
-- in the window already; at least one of two hundred.
local function reserve(w)
  local demand = math.min(w.most_reserve, math.ceil(1.25 * math.max(w.wanted, w.before.wanted)))
  local least = math.min(w.most_reserve, math.max(1, math.floor(w.effective / 200)))
  return math.min(w.effective - math.max(1, w.permits), math.max(least, demand - w.urgent))
end

-- How long a window's hash is needed.
local function life(w, skew, longest)
  return whole(2 * (w.period + 2 * skew) + longest + w.slot)
end
