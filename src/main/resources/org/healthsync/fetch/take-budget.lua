-- Takes permits from several windows, from all or from none.
-- KEYS: knowledge, lost; per budget: closed, lowered, accounts; per window: counts, told, tenants, turns
-- ARGV: now in ms ("" = the clock of Redis), number of budgets, skew ms, longest request ms, tenant or "", lane, account,
--       connection, name of the replica, when the counts were begun that it knows, what was taken then (0 and 0 = it knows
--       none); then per window as in budget.lua; then per replica of which it knows: name, permits it took, when last
-- Returns {wait in ms, position of the key that refuses or 0, deadline in ms, when the counts were begun, what was taken, who
-- took nothing since when may be missing, {per replica: name, permits it took, when last}}.

local now = clock(ARGV[1])
local budgets, skew, longest = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local tenant, lane, account = ARGV[5], ARGV[6], ARGV[7]
local connection, replica = ARGV[8], ARGV[9]
local seen_begun, seen_taken = tonumber(ARGV[10]), tonumber(ARGV[11])
local FIXED = 11
local number_of_windows = (#KEYS - 2 - 3 * budgets) / 4
local history = lane == 'BACKFILL'
local SOONEST, LATEST = 1000, 5000
-- Permits come back soon when they do within so many times their usual distance.
local SOON = 4
-- Nobody is told a turn later than this after the opening: those before may have left, or the limit may have grown.
local FURTHEST = 300000
-- Longer than any window.
local LOSSES_LAST = 40 * 86400000
-- So long nothing is granted by another run of Redis, until all replicas that are at work have said what they know.
local HEARING = 10000
-- Of so many replicas it is kept how much each took.
local MOST_REPLICAS = 50

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

-- How much each replica took.
local function replicas()
  local took, forgot = {}, 0
  local stored = redis.call('HGETALL', KEYS[1])
  for i = 1, #stored, 2 do
    local name = string.match(stored[i], '^t:(.+)$')
    if name then
      local count, at = string.match(stored[i + 1], '(%d+) (%d+)')
      took[name] = { count = tonumber(count), at = tonumber(at) }
    elseif stored[i] == 'forgot' then
      forgot = tonumber(stored[i + 1])
    end
  end
  return took, forgot
end

local took, forgot = {}, 0

local function note(name, permits, at)
  took[name] = { count = permits, at = at }
  redis.call('HSET', KEYS[1], 't:' .. name, whole(permits) .. ' ' .. whole(at))
end

-- Forgets who took nothing for the longest time, when there are too many.
local function forget()
  local number, oldest = 0, nil
  for name, one in pairs(took) do
    number = number + 1
    if name ~= replica and (not oldest or one.at < took[oldest].at) then
      oldest = name
    end
  end
  if number > MOST_REPLICAS then
    forgot = math.max(forgot, took[oldest].at)
    took[oldest] = nil
    redis.call('HDEL', KEYS[1], 't:' .. oldest)
    redis.call('HSET', KEYS[1], 'forgot', whole(forgot))
  end
end

-- What replicas took by the caller's knowledge and Redis does not know. For each replica by itself: what one took since Redis
-- came back must not hide what is missing of another. Of who was forgotten nothing is missing.
local function missing(known)
  local permits = 0
  for i = FIXED + number_of_windows * WINDOW + 1, #ARGV, 3 do
    local name, count, at = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
    local counted = took[name] and took[name].count or 0
    if count > counted and (at > forgot or name == replica) then
      if at > forgot then
        permits = permits + count - counted
      end
      note(name, count, at)
    end
  end
  -- replicas of an earlier version say only how much all took
  return math.max(permits, seen_taken - known.taken)
end

-- Which run of a server this is; nil where nobody may ask.
local function run()
  local info = redis.pcall('INFO', 'server')
  return type(info) == 'string' and string.match(info, 'run_id:(%w+)') or nil
end

-- Until when nothing is granted since Redis is another run of a server: one that was promoted or restarted may lack the last
-- counts. Who asks first may know less of them than others do, so all are heard before anybody is given something.
local function hears_until()
  local this, stored = run(), redis.call('HMGET', KEYS[1], 'run', 'back')
  if this and stored[1] ~= this then
    redis.call('HSET', KEYS[1], 'run', this)
    if stored[1] then
      redis.call('HSET', KEYS[1], 'back', whole(now))
      return now + HEARING
    end
  end
  return (tonumber(stored[2]) or -HEARING) + HEARING
end

-- Without its counts Redis cannot tell what was used before: windows stay closed until the unknown has aged out. It can
-- also come back with older counts, from its disk or as another node; who took permits since knows how many are missing.
local known = knowledge(KEYS[1])
if not known or known.begun < seen_begun then
  known = begin(KEYS[1], now, math.max(now, seen_begun + 1))
else
  took, forgot = replicas()
  local permits = known.begun == seen_begun and missing(known) or 0
  if permits > 0 then
    lose(permits)
    known.taken = known.taken + permits
    redis.call('HSET', KEYS[1], 'taken', whole(known.taken))
  end
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

-- How long until the first permits leave the window.
local function first(w)
  if w.fixed then
    -- all shall be used when it ends
    return math.max(0, w.opens - now - w.period / 10)
  end
  local leaves = w.period
  for _, s in ipairs(w.slots) do
    leaves = math.min(leaves, math.min(s.ends, now + w.slot) + w.period - now)
  end
  return leaves
end

-- How far apart history takes the second half of a window when nothing comes back soon: spread over the time until then, so
-- that urgent work, which finds nothing free but its reserve, need not wait for that long.
local function step(w, free)
  local leaves = w.shared and free <= w.effective / 2 and first(w) or 0
  if leaves <= SOON * w.period / w.effective then
    return 0
  end
  return leaves * w.permits / math.max(1, free)
end

-- Everybody whose history waits is told a time of his own: when those of his tenant that were told theirs before, and as
-- many of each other tenant that waits, have had a permit. Who comes at his time and finds none is the next. Sets how many
-- are before somebody, and for how many whose time has just come something is to be left.
local function line(w)
  w.ahead, w.due = 0, 0
  if not (history and w.shared) or connection == '' then
    return
  end
  local told = tonumber(redis.call('ZSCORE', w.turns, connection))
  redis.call('ZREMRANGEBYSCORE', w.turns, '-inf', whole(now - LATEST))
  if told and told <= now then
    return
  end
  w.ahead = (redis.call('ZCOUNT', w.turns, whole(now + 1), '+inf') - (told and 1 or 0)) * (w.crowd or 1)
  w.due = redis.call('ZCOUNT', w.turns, whole(now - SOONEST), whole(now))
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
  w.step = history and step(w, free) or 0
  -- what comes back meanwhile shortens what was set when less was free
  local paced, modest = math.min(w.pace - now, w.step), false
  if w.shared and tenant ~= '' then
    company(w)
    -- who has less than a share does not wait for somebody with endless work, nor a newcomer's first page for its reserve
    modest = history and w.crowded and w.mine + w.permits <= math.max(1, w.share)
    if modest and w.mine + w.permits <= math.max(1, w.share / 10) then
      free = w.free
    end
  end
  line(w)
  if modest then
    paced = 0
  else
    free = free - w.due * w.permits
  end
  if free < w.permits then
    local missing, before = w.permits - free, w.ahead * w.permits
    local told = math.min(opening(w, missing, before), opening(w, missing, 0) + FURTHEST)
    refuse(math.max(1, told), position, w, true)
  elseif paced > 0 then
    local before = w.ahead * w.permits
    local told = paced + math.min(before, free) * w.step
    if before >= free then
      told = math.max(told, math.min(opening(w, before + w.permits - free, 0), opening(w, w.permits, 0) + FURTHEST))
    end
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

local heard = hears_until()
if heard > now then
  refuse(heard - now, 1)
end

for i = 1, budgets do
  local closed = tonumber(redis.call('GET', KEYS[3 * i]))
  if closed then
    refuse(closed - now, i)
  end
end

local windows = {}
for i = 1, number_of_windows do
  local w = window(FIXED + (i - 1) * WINDOW, now, skew)
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

-- What the caller knows from now on.
local function knowing(taken)
  local all = {}
  for name, one in pairs(took) do
    all[#all + 1], all[#all + 2], all[#all + 3] = name, one.count, one.at
  end
  return known.begun, taken, forgot, all
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
  return { math.ceil(wait), cause, 0, knowing(known.taken) }
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
    if w.step > 0 then
      redis.call('HSET', w.key, 'pace', whole(now + w.step))
    end
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
note(replica, (took[replica] and took[replica].count or 0) + most, now)
forget()
return { 0, 0, math.floor(now + longest), knowing(taken) }
