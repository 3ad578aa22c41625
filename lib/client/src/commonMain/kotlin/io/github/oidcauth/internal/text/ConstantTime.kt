package io.github.oidcauth.internal.text

/** Returns whether both strings are equal. The duration does not reveal where they differ. */
internal fun equalsInConstantTime(
    a: String,
    b: String,
): Boolean {
    var difference = a.length xor b.length
    for (i in a.indices) difference = difference or (a[i].code xor (if (b.isEmpty()) 0 else b[i % b.length].code))
    return difference == 0
}
