// Tested by ApplicationKeyTest.
package io.github.oidcauth.internal.addresses

import io.github.oidcauth.InvalidConfigException

/** The parts of the text of a key after its `#`: names of printable ASCII, in which separators are percent-encoded. */
internal object KeyText {
    private const val READABLE = "-._~:/@,"
    private const val HEX = 16

    /** OpenID Connect Core 1.0 §2 limits a subject to 255 ASCII characters, RFC 5321 §4.5.3.1 an address to 254. */
    private const val MAX_ACCOUNT = 255

    /**
     * RFC 6749 appendix A.1 defines the characters of a client id. For audiences and resources each server has its own rules.
     *
     * @throws InvalidConfigException when [value] is empty or not printable ASCII.
     */
    fun requirePrintable(
        name: String,
        value: String,
    ) {
        if (value.isEmpty() || value.any { it !in ' '..'~' }) {
            throw InvalidConfigException("The $name must not be empty and must have printable ASCII characters only.")
        }
    }

    /**
     * Returns [account] in one spelling: an address in lower case, because servers do not distinguish it. Letters that only look
     * like those of ASCII cannot be part of an account, so two accounts that look the same are the same.
     *
     * @throws InvalidConfigException when [account] is not the name of an account.
     */
    fun normalizeAccount(account: String): String {
        val fault =
            when {
                account.isBlank() -> "is empty"
                account.length > MAX_ACCOUNT -> "has more than $MAX_ACCOUNT characters"
                account.trim() != account -> "begins or ends with a blank"
                account.any { it !in ' '..'~' } -> "has characters that are not printable ASCII"
                else -> return if ('@' in account) account.lowercase() else account
            }
        throw InvalidConfigException(
            "The name of the account $fault. Use the user's name, address or identifier at the server, such as " +
                "alice@example.com, or a name of your own together with a login hint.",
        )
    }

    /** Returns [value] with each character that could separate parts percent-encoded, with upper-case digits. */
    fun encode(value: String): String =
        buildString {
            for (c in value) {
                if (c in 'a'..'z' || c in 'A'..'Z' || c in '0'..'9' || c in READABLE) {
                    append(c)
                } else {
                    append('%').append(c.code.toString(HEX).uppercase().padStart(2, '0'))
                }
            }
        }

    /**
     * Malformed escapes are left as they are. The text that is written from the result then differs, so that a parser which
     * compares both refuses it.
     */
    fun decode(value: String): String = ESCAPE.replace(value) { it.groupValues[1].toInt(HEX).toChar().toString() }

    private val ESCAPE = Regex("%([0-9A-Fa-f]{2})")
}
