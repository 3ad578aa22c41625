// Tested by LockRules and PromptRules.
package io.github.oidcauth.redis.internal

/**
 * The Lua scripts that Redis executes in one step. A lock consists of two keys: the *lease* names its holder and expires; the
 * *fence* contains two numbers with a slash between, that of the newest claim to the entry and that of the claim that wrote
 * last. They only grow. The entry contains the number of the claim that wrote it: so if Redis has lost or evicted a fence, a
 * newer entry is still not overwritten.
 *
 * A holder that has been overtaken may still write as long as the newer holder has not: its token is of use to the newer
 * holder, whose refresh token the server may regard as used.
 *
 * The numbers of claims are microseconds of the server's clock, or one more than the last number: so they grow even if Redis
 * has lost its data. Lua's numbers are exact up to 2^53, which is in the year 2255; they are printed in two parts, because
 * not every Lua prints long ones. A value that is not a number counts as 0.
 *
 * If Redis has no memory left, it refuses the first write of a script if that needs memory, and no later one. If an entry
 * exists already, the first write needs none: a full Redis still refreshes existing entries, and accepts no new ones.
 *
 * Each script may be sent twice with the same result, so that it can be sent again if the connection was lost before the
 * response came.
 */
internal object Scripts {
    /** [EntryText] ensures that the number of the claim is the last member of an entry. */
    private const val CLAIMS = """
local function number(text)
  local found = type(text) == 'string' and tonumber(text)
  if found and found >= 0 and found < 9007199254740992 then return found end
  return 0
end
local function digits(number)
  return string.format('%d', math.floor(number / 1000000)) .. string.sub(string.format('%d', 1000000 + number % 1000000), 2)
end
local function newest(fence, entry)
  local claimed, written = 0, 0
  local text = redis.pcall('GET', fence)
  if type(text) == 'string' then
    local first, second = string.match(text, '^(%d+)/(%d+)$')
    claimed, written = number(first), number(second)
  end
  text = redis.pcall('GET', entry)
  if type(text) == 'string' then written = math.max(written, number(string.match(text, '"claim":(%d+)}$'))) end
  return math.max(claimed, written), written
end
local function nextClaim(claimed)
  local time = redis.call('TIME')
  return math.max(tonumber(time[1]) * 1000000 + tonumber(time[2]), claimed + 1)
end
"""

    /**
     * KEYS: lease, fence, entry. ARGV: holder, milliseconds of the lease, milliseconds of the fence. Returns `[1, claim]`, or
     * `[0, remaining milliseconds, holder]`. A lease without an expiry, which no program of ours leaves behind, gets one.
     */
    const val ACQUIRE: String =
        CLAIMS + """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
  return {0, redis.call('PTTL', KEYS[1]), holder}
end
local claimed, written = newest(KEYS[2], KEYS[3])
if holder and claimed > 0 then return {1, claimed} end
local claim = nextClaim(claimed)
if redis.call('EXISTS', KEYS[3]) == 1 then redis.call('PEXPIRE', KEYS[2], ARGV[3]) end
redis.call('SET', KEYS[2], digits(claim) .. '/' .. digits(written), 'PX', ARGV[3])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1, claim}
"""

    /**
     * KEYS: lease, fence, entry. ARGV: holder, milliseconds of the lease, claim. Returns 1 if the holder keeps the lease,
     * also if Redis had lost it and nobody else has taken it since, and 0 if another holder has taken it.
     */
    const val RENEW: String =
        CLAIMS + """
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
end
local claimed = newest(KEYS[2], KEYS[3])
if holder or claimed > tonumber(ARGV[3]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""

    /** KEYS: lease. ARGV: holder. */
    const val RELEASE: String = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""

    /**
     * KEYS: prompt. ARGV: holder, milliseconds of the lease. Takes the lease or renews it, and returns `[1]`; or `[0,
     * holder]` if another holder has it. A lease without an expiry, which no program of ours leaves behind, gets one.
     */
    const val PROMPT: String = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
  return {0, holder}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1}
"""

    /**
     * KEYS: fence, entry. Returns the claim for a [WRITE] by a caller without a lease. It changes nothing: the write makes
     * the claim, which overtakes the holder of the lease.
     */
    const val LOOK: String =
        CLAIMS + """
local claimed = newest(KEYS[1], KEYS[2])
return nextClaim(claimed)
"""

    /**
     * KEYS: entry, fence. ARGV: claim, milliseconds of the fence, milliseconds of the entry or 0 to delete it, entry, 1 if
     * the claim is that of a lease, a condition and a text. The condition is empty, or `=`: the stored value is the text,
     * `^`: it begins with the text, or `!`: it is not a string. Returns 1 if there was an entry before and 0 if not; -1 if a
     * caller with a newer claim has written, or, without a lease, has claimed; -2 if the condition does not hold. If the
     * write is repeated, a value that it has stored before counts as matching.
     */
    const val WRITE: String =
        CLAIMS + """
if ARGV[6] ~= '' then
  local there = redis.pcall('GET', KEYS[1])
  if type(there) == 'string' then
    if ARGV[3] ~= '0' and there == ARGV[4] then return 1 end
    if ARGV[6] == '^' then there = string.sub(there, 1, string.len(ARGV[7])) end
    if ARGV[6] == '!' or there ~= ARGV[7] then return -2 end
  elseif ARGV[6] ~= '!' or redis.call('EXISTS', KEYS[1]) == 0 then
    return -2
  end
end
local claimed, written = newest(KEYS[2], KEYS[1])
local mine = tonumber(ARGV[1])
if written > mine or (ARGV[5] ~= '1' and claimed > mine) then return -1 end
local existed = redis.call('EXISTS', KEYS[1])
if existed == 1 then redis.call('PEXPIRE', KEYS[2], ARGV[2]) end
if ARGV[3] == '0' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[3])
end
redis.call('SET', KEYS[2], digits(math.max(claimed, mine)) .. '/' .. ARGV[1], 'PX', ARGV[2])
return existed
"""
}
