package io.github.oidcauth.redis.internal

/**
 * What Redis does as one step. A lock is two keys: the *lease* names its holder and ends by itself; the *fence* is the number of the
 * newest claim to the entry, which only grows.
 *
 * Numbers of claims are microseconds of the server's clock, or one more than the last: so they go on growing when Redis has lost its
 * data. Lua's numbers are exact up to 2^53, which is in the year 2255.
 *
 * Each may be sent twice with the same outcome, so that it can be sent again when the connection was lost before the answer came.
 */
internal object Scripts {
    private const val NEXT_FENCE = """
local function nextFence(key, ttl)
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
  local last = tonumber(redis.call('GET', key) or '0')
  if last >= now then now = last + 1 end
  local fence = string.format('%.0f', now)
  redis.call('SET', key, fence, 'PX', ttl)
  return fence
end
"""

    /**
     * KEYS: lease, fence. ARGV: holder, milliseconds of the lease, milliseconds of the fence. Returns `[1, fence]`, or
     * `[0, milliseconds that are left, holder]`.
     */
    const val ACQUIRE: String =
        NEXT_FENCE + """
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return {1, nextFence(KEYS[2], ARGV[3])}
end
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then
  return {1, redis.call('GET', KEYS[2]) or nextFence(KEYS[2], ARGV[3])}
end
return {0, redis.call('PTTL', KEYS[1]), holder}
"""

    /**
     * KEYS: lease, fence. ARGV: holder, milliseconds of the lease, fence. Returns 1 when the holder has the lease on, also when Redis had
     * lost it and nobody has come since, and 0 when another has come.
     */
    const val RENEW: String = """
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
end
if holder or tonumber(redis.call('GET', KEYS[2]) or '0') > tonumber(ARGV[3]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""

    /** KEYS: lease. ARGV: holder. */
    const val RELEASE: String = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""

    /**
     * KEYS: entry, fence. ARGV: the writer's fence or nothing, milliseconds of the fence, milliseconds of the entry or 0 to delete it,
     * entry. Returns whether there was an entry before, or -1 when somebody with a newer claim has come. Who writes without a lease
     * makes a claim by it, which overtakes whoever holds the lease.
     */
    const val WRITE: String =
        NEXT_FENCE + """
if ARGV[1] == '' then
  nextFence(KEYS[2], ARGV[2])
else
  if tonumber(redis.call('GET', KEYS[2]) or '0') > tonumber(ARGV[1]) then return -1 end
  redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
end
if ARGV[3] == '0' then return redis.call('DEL', KEYS[1]) end
local existed = redis.call('EXISTS', KEYS[1])
redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[3])
return existed
"""
}
