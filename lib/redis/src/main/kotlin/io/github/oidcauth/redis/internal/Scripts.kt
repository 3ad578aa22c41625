package io.github.oidcauth.redis.internal

/**
 * What Redis does as one step. A lock is two keys: the *lease* names its holder and ends by itself; the *fence* is the number of the
 * newest claim to the entry, which only grows. The entry has the number of the claim that it was written by: so a fence that Redis
 * has lost, or thrown out for want of memory, lets nobody overwrite what is newer.
 *
 * Numbers of claims are microseconds of the server's clock, or one more than the last: so they go on growing when Redis has lost its
 * data. Lua's numbers are exact up to 2^53, which is in the year 2255; they are printed in two parts, as not every Lua prints long ones.
 * What stands in the place of a number and is none counts as 0.
 *
 * Each may be sent twice with the same outcome, so that it can be sent again when the connection was lost before the answer came.
 */
internal object Scripts {
    /** [EntryText] sees to it that the number of the claim is the last member of an entry. */
    private const val CLAIMS = """
local function number(text)
  local found = type(text) == 'string' and tonumber(text)
  if found and found >= 0 and found < 9007199254740992 then return found end
  return 0
end
local function newestClaim(fence, entry)
  local last = number(redis.pcall('GET', fence))
  local text = redis.pcall('GET', entry)
  local written = type(text) == 'string' and number(string.match(text, '"claim":(%d+)}$')) or 0
  return math.max(last, written)
end
local function nextClaim(fence, entry)
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
  local claim = math.max(now, newestClaim(fence, entry) + 1)
  return string.format('%d', math.floor(claim / 1000000)) .. string.sub(string.format('%d', 1000000 + claim % 1000000), 2)
end
"""

    /**
     * KEYS: lease, fence, entry. ARGV: holder, milliseconds of the lease, milliseconds of the fence. Returns `[1, claim]`, or
     * `[0, milliseconds that are left, holder]`. A lease that would stay for ever, as no program of ours leaves it, gets an end.
     */
    const val ACQUIRE: String =
        CLAIMS + """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
  return {0, redis.call('PTTL', KEYS[1]), holder}
end
local claim = holder and redis.pcall('GET', KEYS[2])
if number(claim) == 0 then
  claim = nextClaim(KEYS[2], KEYS[3])
  redis.call('SET', KEYS[2], claim, 'PX', ARGV[3])
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return {1, claim}
"""

    /**
     * KEYS: lease, fence, entry. ARGV: holder, milliseconds of the lease, claim. Returns 1 when the holder has the lease on, also when
     * Redis had lost it and nobody has come since, and 0 when another has come.
     */
    const val RENEW: String =
        CLAIMS + """
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
end
if holder or newestClaim(KEYS[2], KEYS[3]) > tonumber(ARGV[3]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""

    /** KEYS: lease. ARGV: holder. */
    const val RELEASE: String = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""

    /**
     * KEYS: fence, entry. Returns the claim that somebody can [WRITE] with who has no lease. It changes nothing: the write makes the
     * claim, which overtakes whoever holds the lease.
     */
    const val LOOK: String =
        CLAIMS + """
return nextClaim(KEYS[1], KEYS[2])
"""

    /**
     * KEYS: entry, fence. ARGV: claim, milliseconds of the fence, milliseconds of the entry or 0 to delete it, entry. Returns whether
     * there was an entry before, or -1 when somebody with a newer claim has come.
     *
     * Redis refuses the first write of a script when it has no memory left, and none after: so the first one needs no memory. A token
     * that was bought under a lock is kept, and one can be removed.
     */
    const val WRITE: String =
        CLAIMS + """
if newestClaim(KEYS[2], KEYS[1]) > tonumber(ARGV[1]) then return -1 end
local existed = redis.call('EXISTS', KEYS[1])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
if ARGV[3] == '0' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[3])
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return existed
"""
}
