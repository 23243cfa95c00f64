-- Takes permits from several windows, from all or from none.
-- KEYS: knowledge, lost; per budget: closed, lowered, accounts; per window: counts, told, tenants, turns
-- ARGV: now in ms ("" = the clock of Redis), number of budgets, skew ms, longest request ms, tenant or "", lane, account,
--       when the counts were begun that the caller knows, what was taken then (0 and 0 = it knows none), connection; then
--       per window as in budget.lua
-- Returns {wait in ms, position of the key that refuses or 0, deadline in ms, when the counts were begun, what was taken}.

local now = clock(ARGV[1])
local budgets, skew, longest = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local tenant, lane, account = ARGV[5], ARGV[6], ARGV[7]
local seen_begun, seen_taken = tonumber(ARGV[8]), tonumber(ARGV[9])
local connection = ARGV[10]
local history = lane == 'BACKFILL'
local SOONEST, LATEST = 1000, 5000
-- Nobody is told a turn later than this after the opening: those before may have left, or the limit may have grown.
local FURTHEST = 300000
-- Longer than any window.
local LOSSES_LAST = 40 * 86400000

-- Notes permits that are missing in the counts, for every window as if they were taken last.
local function lose(permits)
  for _, second in ipairs(redis.call('HKEYS', KEYS[2])) do
    if tonumber(second) * 1000 < now - LOSSES_LAST then
      redis.call('HDEL', KEYS[2], second)
    end
  end
  redis.call('HINCRBY', KEYS[2], whole((now + longest) / 1000), permits)
  redis.call('PEXPIRE', KEYS[2], whole(LOSSES_LAST + longest))
end

-- Without its counts Redis cannot tell what was used before: windows stay closed until the unknown has aged out. It can
-- also come back with older counts, from its disk or as another node; who took permits since knows how many are missing.
local known = knowledge(KEYS[1])
if not known or known.begun < seen_begun then
  known = begin(KEYS[1], now, math.max(now, seen_begun + 1))
elseif known.begun == seen_begun and known.taken < seen_taken then
  lose(seen_taken - known.taken)
  known.taken = seen_taken
  redis.call('HSET', KEYS[1], 'taken', whole(seen_taken))
end
local lost = losses(KEYS[2])

local wait, cause, asked, waits = 0, 0, nil, false
local function refuse(milliseconds, position, w, used_up)
  if milliseconds > wait then
    wait, cause, asked, waits = milliseconds, position, w, used_up
  end
end

-- How long it takes until `excess` permits have left the window and others have had `before` more.
local function opening(w, excess, before)
  if w.fixed then
    return w.opens - now + math.floor(before / w.effective) * w.period
  end
  local opens, missing = w.period, excess + before
  table.sort(w.slots, function(a, b) return a.ends < b.ends end)
  for _, s in ipairs(w.slots) do
    missing = missing - s.count
    if missing <= 0 then
      -- what is under way is settled sooner than at its deadline
      opens = math.min(s.ends, now + w.slot) + w.period - now
      break
    end
  end
  -- when all have left the others go on at the pace of the limit
  opens = opens + math.max(0, math.min(missing, before)) * w.period / w.effective
  if w.others > 0 and before == 0 then
    opens = math.min(opens, w.others_until - now)
  end
  return opens
end

-- Everybody whose history waits is told a time of his own: when those of his tenant that were told theirs before, and as
-- many of each other tenant that waits, have had a permit. Who comes at his time and finds none is the next.
local function ahead(w)
  if not (history and w.shared) or connection == '' then
    return 0
  end
  local told = tonumber(redis.call('ZSCORE', w.turns, connection))
  redis.call('ZREMRANGEBYSCORE', w.turns, '-inf', whole(now - LATEST))
  redis.call('ZREM', w.turns, connection)
  if told and told <= now then
    return 0
  end
  return redis.call('ZCOUNT', w.turns, whole(now + 1), '+inf') * (w.crowd or 1)
end

-- Notes the time that somebody was told, and gives the earliest that his tenant's were.
local function turn(w, at)
  if not (history and w.shared) or connection == '' then
    return at
  end
  redis.call('ZADD', w.turns, whole(at), connection)
  redis.call('PEXPIRE', w.turns, whole(math.max(60000, at - now + w.period)))
  return tonumber(redis.call('ZRANGEBYSCORE', w.turns, whole(now), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)[2])
end

-- How long somebody who was refused is waited for after the time that he was told.
local function grace(w)
  return math.min(LATEST, math.max(SOONEST, w.period / 12))
end

local function again(w)
  return math.min(SOONEST, math.max(50, w.period / 240))
end

-- Who wants permits of this window. What a tenant used fades with the length of the window. Those who were refused
-- lately share what all of them used and what is free.
local function company(w)
  w.mine, w.mine_urgent, w.gone = 0, 0, {}
  local others, all = {}, 0
  local stored = redis.call('HGETALL', w.tenants)
  for i = 1, #stored, 2 do
    local used, urgent, at, waits = string.match(stored[i + 1], '(%S+) (%S+) (%S+) (%S+)')
    local fade = math.exp(math.min(0, tonumber(at) - now) / w.period)
    used = used * fade
    if stored[i] == tenant then
      w.mine, w.mine_urgent, w.mine_waits = used, urgent * fade, tonumber(waits) > now
    elseif tonumber(waits) > now then
      others[#others + 1] = used
      all = all + used
    elseif used < 0.05 then
      w.gone[#w.gone + 1] = stored[i]
    end
  end
  w.crowd = #others + 1
  w.share = (all + w.mine + math.max(0, w.free)) / w.crowd
  w.claims, w.crowded = 0, false
  for _, used in ipairs(others) do
    w.claims = w.claims + math.max(0, w.share - used)
    w.crowded = w.crowded or used > w.share
  end
end

-- A tenant above its fair share leaves what is free to those below theirs who wait.
local function fair(w, free)
  local taken = history and w.mine or w.mine_urgent
  return w.claims == 0 or taken + w.permits <= w.share or free - w.permits >= w.claims
end

-- The lanes between leave a twentieth to history when it waits, or it would never be read.
local function patient(w, reserved)
  if lane == 'INTERACTIVE' or history or w.history <= now then
    return true
  end
  local read = w.used + w.before.used - w.urgent - w.before.urgent
  return read >= math.max(1, math.floor(w.effective / 10)) or w.free - w.permits >= reserved + 1
end

local function judge(w, position)
  local reserved = reserve(w)
  local free = history and w.free - reserved or w.free
  if w.shared and tenant ~= '' then
    company(w)
    -- a newcomer's first page does not wait behind somebody with endless work
    if history and w.crowded and w.mine + w.permits <= math.max(1, w.share / 10) then
      free = w.free
    end
  end
  if free < w.permits then
    local missing, before = w.permits - free, ahead(w) * w.permits
    local told = math.min(opening(w, missing, before), opening(w, missing, 0) + FURTHEST)
    refuse(math.max(1, told), position, w, true)
  elseif (w.share and not fair(w, free)) or not patient(w, reserved) then
    refuse(again(w), position, w, false)
  end
end

local function remember(w, used, urgent, promised)
  redis.call('HSET', w.tenants, tenant,
    string.format('%.3f %.3f %d %d', w.mine + used, w.mine_urgent + urgent, now, math.floor(promised)))
  redis.call('PEXPIRE', w.tenants, whole(math.max(60000, 4 * w.period)))
  if #w.gone > 0 then
    redis.call('HDEL', w.tenants, unpack(w.gone, 1, math.min(#w.gone, 1000)))
  end
end

for i = 1, budgets do
  local closed = tonumber(redis.call('GET', KEYS[3 * i]))
  if closed then
    refuse(closed - now, i)
  end
end

local windows = {}
for i = 1, (#KEYS - 2 - 3 * budgets) / 4 do
  local w = window(10 + (i - 1) * WINDOW, now, skew)
  local key = 3 + 3 * budgets + (i - 1) * 4
  w.tenants, w.turns = KEYS[key + 2], KEYS[key + 3]
  count(w, KEYS[key], now, lost)
  learn(w, KEYS[3 * w.budget + 1], KEYS[key + 1], now)
  if known.since + longest > w.since then
    refuse((w.opens or known.since + longest + w.period) - now, budgets + i)
  end
  judge(w, budgets + i)
  windows[i] = w
end

if cause > 0 then
  local back = waits and turn(asked, now + wait) or 0
  local promised = waits and now + wait + grace(asked) or 0
  if waits and history then
    redis.call('HSET', asked.key, 'history', whole(promised))
    redis.call('PEXPIRE', asked.key, life(asked, skew, longest))
  end
  if waits and not history then
    redis.call('HINCRBY', asked.key, 'm' .. whole(now / asked.slot), asked.permits)
    redis.call('PEXPIRE', asked.key, life(asked, skew, longest))
  end
  if asked and asked.share then
    -- who is refused for the sake of others goes on wanting, too
    remember(asked, 0, 0, (waits and back or now) + grace(asked))
  end
  return { math.ceil(wait), cause, 0, known.begun, known.taken }
end

local seen, most = {}, 0
for _, w in ipairs(windows) do
  most = math.max(most, w.permits)
  if #w.old > 0 then
    redis.call('HDEL', w.key, unpack(w.old, 1, math.min(#w.old, 5000)))
  end
  redis.call('HINCRBY', w.key, whole((now + longest) / w.slot), w.permits)
  if history then
    redis.call('ZREM', w.turns, connection)
    redis.call('HDEL', w.key, 'history')
  else
    redis.call('HINCRBY', w.key, 'u' .. whole(now / w.slot), w.permits)
  end
  redis.call('PEXPIRE', w.key, life(w, skew, longest))
  if w.share then
    -- who has waited for a permit probably wants more of them
    remember(w, w.permits, history and 0 or w.permits, w.mine_waits and now + grace(w) or 0)
  end
  if not w.shared then
    seen[w.budget] = math.max(seen[w.budget] or 0, w.period)
  end
end
for budget, period in pairs(seen) do
  local accounts = KEYS[3 * budget + 2]
  redis.call('ZADD', accounts, whole(now), account)
  redis.call('ZREMRANGEBYSCORE', accounts, '-inf', whole(now - period))
  redis.call('PEXPIRE', accounts, whole(2 * period))
end
local taken = redis.call('HINCRBY', KEYS[1], 'taken', most)
return { 0, 0, math.floor(now + longest), known.begun, taken }
