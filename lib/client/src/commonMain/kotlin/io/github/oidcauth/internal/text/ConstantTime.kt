package io.github.oidcauth.internal.text

/** Compares without telling by its duration where the difference is. */
internal fun equalsInConstantTime(
    a: String,
    b: String,
): Boolean {
    var difference = a.length xor b.length
    for (i in a.indices) difference = difference or (a[i].code xor (if (b.isEmpty()) 0 else b[i % b.length].code))
    return difference == 0
}
