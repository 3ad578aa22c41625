package io.github.oidcauth.fuzz

/** Values that only an attacker sends. */
internal object Hostile {
    private const val LONG = 70_000

    /** Longer than any response that is read, which is 1 MiB. */
    private const val VERY_LONG = 1_200_000

    /** Pieces of text in the middle of anything: bytes, since some are no text. */
    val pieces: List<ByteArray> =
        listOf(
            byteArrayOf(0),
            byteArrayOf(0xff.toByte()),
            byteArrayOf(0xc0.toByte(), 0xaf.toByte()),
            byteArrayOf(0xe2.toByte(), 0x82.toByte()),
            byteArrayOf(0xf4.toByte(), 0x90.toByte(), 0x80.toByte(), 0x80.toByte()),
            // A surrogate by itself, in what would be its UTF-8.
            byteArrayOf(0xed.toByte(), 0xa0.toByte(), 0x80.toByte()),
            byteArrayOf(0xef.toByte(), 0xbb.toByte(), 0xbf.toByte()),
        ) +
            listOf(
                "\r\n",
                "\n",
                "\r",
                "\t",
                "\u0085",
                "\u2028",
                "\u202e",
                "\uffff",
                "\u001b[2J",
                "\u007f",
                "\"",
                "\\",
                "\\u",
                "\\ud800",
                "\\u0000",
                "'",
                "`",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "=",
                "==",
                "&",
                "?",
                "#",
                "/",
                "//",
                "%",
                "%0",
                "%00",
                "%zz",
                "%ff",
                "%ed%a0%80",
                "%25",
                "+",
                ";",
                ".",
                "..",
                "...",
                "-",
                "_",
                "@",
                "|",
                "~",
                "$(id)",
                " ",
                "://",
                "http://",
                "https://",
                "javascript:",
                "file:///",
                "https://[::1",
                "https://[fe80::1%25eth0]",
                "https://a:99999",
                "https://user:password@",
                "https://%00",
                "https://xn--",
                "https://\u0130",
                "0x7f.1",
                "127.0.0.1",
                "[::ffff:127.0.0.1]",
                "eyJ",
                "eyJhbGciOiJub25lIn0",
                "..",
                "-----BEGIN",
                "-----END",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN PRIVATE KEY-----",
                "<html>",
                "<script>",
                "\"x\":\"y\"",
                "Bearer ",
                "DPoP ",
                SURROGATE_HIGH.toString(),
                SURROGATE_LOW.toString(),
            ).map { it.encodeToByteArray() }

    val numbers: List<String> =
        listOf(
            "0",
            "-0",
            "-1",
            "1",
            "1e1",
            "1e-400",
            "1e400",
            "-1e400",
            "1E+9999999999",
            "0.1",
            "1.7976931348623157e308",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "253402300800",
            "31556889864403200",
            "-31557014167219201",
            "18446744073709551616",
            "1" + "0".repeat(400),
            "9".repeat(5_000),
            "00",
            "01",
            "1_000",
            "0x10",
            "1f",
            "1d",
            "NaN",
            "-NaN",
            "Infinity",
            "-Infinity",
            "+1",
            "1.",
            ".5",
            "--1",
            "\u0661",
        )

    /** JSON, or nearly. */
    val values: List<String> =
        numbers +
            listOf(
                "null",
                "true",
                "false",
                "nul",
                "\"\"",
                "\" \"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"\\uD83D\\uDE00\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"",
                "'x'",
                "[]",
                "{}",
                "[null]",
                "[[]]",
                "{\"\":\"\"}",
                "[1,2",
                "{\"a\"",
                "{\"a\":1,\"a\":2}",
                "\"0\"",
                "\"-1\"",
                "\"1e400\"",
                "\"NaN\"",
                "\"9223372036854775808\"",
                "\" 5 \"",
                "\"5s\"",
                "\"true\"",
                "\"None\"",
                "\"https://as.example\"",
                "\"http://evil.example\"",
                "\"https://as.example:99999/x\"",
                "\"https://as.example/%zz\"",
                "\"https://[::1\"",
                "\"https://a b/\"",
                "\"//x\"",
                "\"javascript:alert(1)\"",
                "\"https://as.example/\\u0000\"",
                "\"https://as.example/a|b^c`d{e}\"",
                "\"https://\\u0130.example\"",
                "\"https://-.example\"",
                "\"https://a..b\"",
                "\"HS256\"",
                "\"none\"",
                "\"RSA\"",
                "\"EC\"",
                "\"OKP\"",
                "\"oct\"",
                "\"P-256\"",
                "\"dir\"",
                "\"PBES2-HS256+A128KW\"",
                "\"DEF\"",
                "[\"exp\"]",
                "[\"b64\"]",
                "{\"kty\":\"oct\",\"k\":\"AA\"}",
                "{\"jwk\":{}}",
                "\"AA\"",
                "\"A\"",
                "\"AA==\"",
                "\"\\u001b[31m\\r\\n\"",
                "\"\\u202e\"",
                "\"\\uffff\"",
            )

    /** Values that take their room, made when they are needed. */
    fun large(choices: Choices): String =
        when (choices.below(8)) {
            0 -> "[".repeat(choices.oneOf(listOf(90, 99, 100, 101, 3_000, LONG))) + "]".repeat(choices.below(101))
            1 -> "{\"a\":".repeat(choices.oneOf(listOf(90, 99, 100, 101, 3_000, LONG))) + "1" + "}".repeat(choices.below(101))
            2 -> balanced(choices.oneOf(listOf(50, 97, 98, 99, 100, 101, 5_000)), "[", "]")
            3 -> balanced(choices.oneOf(listOf(50, 97, 98, 99, 100, 101, 5_000)), "{\"a\":", "}")
            4 -> "[" + "0,".repeat(length(choices) / 2) + "0]"
            5 -> (0..length(choices) / 12).joinToString(",", "{", "}") { "\"m$it\":$it" }
            6 -> "\"" + "\\u0041".repeat(length(choices) / 6) + "\""
            else -> "\"" + "a".repeat(length(choices)) + "\""
        }

    fun length(choices: Choices): Int = if (choices.rarely(6)) VERY_LONG else choices.oneOf(listOf(300, 5_000, LONG))

    private fun balanced(
        depth: Int,
        open: String,
        close: String,
    ) = open.repeat(depth) + "0" + close.repeat(depth)
}

/** These stand for halves of characters, which no bytes stand for in UTF-8. [asText] turns them into such. */
private const val SURROGATE_HIGH = '\uf8f0'
private const val SURROGATE_LOW = '\uf8f1'

/** The text in UTF-8, in which there may be halves of characters: callers can hand in any string. */
internal fun ByteArray.asText(): String =
    decodeToString().replace(SURROGATE_HIGH, '\ud800').replace(SURROGATE_LOW, '\udc00')
