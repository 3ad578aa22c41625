package io.github.oidcauth.fuzz

import java.util.Base64

/** Changes inside of what is encoded, which damage from outside seldom reaches. */
internal object EncodedMutations {
    private val JWT = Regex("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{8,}+(\\.[A-Za-z0-9_-]*+){2,4}")
    private val PEM = Regex("(-----BEGIN [A-Z0-9 ]{1,40}-----\\s)([A-Za-z0-9+/=\\s]++)(-----END)")
    private val PARAMETER = Regex("[?&\n]([a-z_]+=[^&\\s#]*)")

    private val HEADERS =
        listOf(
            """"alg":"none"""",
            """"alg":"HS256"""",
            """"zip":"DEF"""",
            """"p2c":2147483647,"p2s":"AAAAAAAAAAA"""",
            """"alg":"PBES2-HS512+A256KW","p2c":2147483647,"p2s":"AAAAAAAAAAA"""",
            """"jwk":{"kty":"oct","k":"AAAA"}""",
            """"jku":"https://evil.example/jwks"""",
            """"x5u":"https://evil.example/x"""",
            """"x5c":["MIIB"]""",
            """"crit":["exp"],"exp":1""",
            """"crit":[]""",
            """"crit":["b64"],"b64":false""",
            """"epk":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}""",
            """"epk":{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",""" +
                """"y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""",
            """"apu":"!","apv":"${"A".repeat(4_000)}"""",
            """"kid":"\u0000"""",
            """"kid":7""",
            """"typ":{}""",
            """"enc":"A128GCM"""",
            """"enc":"A128CBC-HS256"""",
            """"cty":"JWT"""",
        )

    /** A JWT somewhere in the input: one of its parts. */
    val JWTS: List<Mutation> =
        List(3) {
            Mutation { input, others, choices ->
                val text = String(input, Charsets.ISO_8859_1)
                val found = JWT.find(text) ?: return@Mutation null
                val parts = found.value.split('.').toMutableList()
                when (choices.below(9)) {
                    0 -> parts[choices.below(parts.size)] = ""

                    1 -> parts.shuffle(choices)

                    2 -> parts += parts[choices.below(parts.size)]

                    3 -> parts.removeAt(choices.below(parts.size))

                    4, 5 -> parts[0] = header(parts[0], choices)

                    6 -> inside(parts, 0, choices) { JsonMutations.change(it, others, choices) ?: it }

                    7 -> inside(parts, 1, choices) { JsonMutations.change(it, others, choices) ?: it }

                    else -> inside(parts, choices.below(parts.size), choices) {
                        choices.oneOf(ByteMutations.ALL).apply(it, listOf(it), choices)
                            ?: it
                    }
                }
                text.replaceRange(found.range, parts.joinToString(".")).toByteArray(Charsets.ISO_8859_1)
            }
        }

    /** A block of PEM: the octets in it, and its label. */
    val PEMS: List<Mutation> =
        List(3) {
            Mutation { input, _, choices ->
                val text = String(input, Charsets.ISO_8859_1)
                val found = PEM.find(text) ?: return@Mutation null
                val body = found.groups[2] ?: return@Mutation null
                val octets = decoded(body.value, Base64.getMimeDecoder()) ?: return@Mutation null
                val changed = choices.oneOf(ByteMutations.ALL).apply(octets, listOf(octets), choices) ?: return@Mutation null
                text.replaceRange(
                    body.range,
                    Base64.getMimeEncoder().encodeToString(changed) + "\n",
                ).toByteArray(Charsets.ISO_8859_1)
            }
        }

    /** Parameters of a query or a form: twice, without a value, with another one. */
    val PARAMETERS: List<Mutation> =
        List(2) {
            Mutation { input, _, choices ->
                val text = String(input, Charsets.ISO_8859_1)
                val all = PARAMETER.findAll("\n$text").toList().ifEmpty { return@Mutation null }
                val found = choices.oneOf(all).groups[1] ?: return@Mutation null
                val range = found.range.first - 1..found.range.last - 1
                val name = found.value.substringBefore('=')
                val other = choices.oneOf(all).groupValues[1]
                val piece = String(choices.oneOf(Hostile.pieces), Charsets.ISO_8859_1)
                val changed =
                    when (choices.below(6)) {
                        0 -> ""
                        1 -> name
                        2 -> "$name="
                        3 -> "${found.value}&$other"
                        4 -> "$name=${percent(piece)}"
                        else -> "$name=${other.substringAfter('=')}"
                    }
                text.replaceRange(range, changed).toByteArray(Charsets.ISO_8859_1)
            }
        }

    private fun header(
        part: String,
        choices: Choices,
    ): String {
        val octets = decoded(part, Base64.getUrlDecoder()) ?: return part
        val json = octets.decodeToString()
        val more = choices.oneOf(HEADERS)
        // A member that is there already is replaced as often as it is there twice.
        val name = more.substringBefore(':')
        val without = if (choices.rarely(4)) json else json.replace(Regex("$name\\s*:\\s*(\"[^\"]*\"|[0-9]+)\\s*,?"), "")
        return encoded((without.trimEnd().dropLast(1).trimEnd().trimEnd(',') + ",$more}").replace("{,", "{").encodeToByteArray())
    }

    private fun inside(
        parts: MutableList<String>,
        at: Int,
        choices: Choices,
        change: (ByteArray) -> ByteArray,
    ) {
        val octets = decoded(parts[at], Base64.getUrlDecoder()) ?: return
        parts[at] = encoded(change(octets)) + if (choices.rarely(10)) "=" else ""
    }

    private fun MutableList<String>.shuffle(choices: Choices) {
        val first = choices.below(size)
        val second = choices.below(size)
        this[first] = this[second].also { this[second] = this[first] }
    }

    private fun decoded(
        text: String,
        decoder: Base64.Decoder,
    ): ByteArray? =
        try {
            decoder.decode(text)
        } catch (_: IllegalArgumentException) {
            null
        }

    private fun encoded(octets: ByteArray): String = Base64.getUrlEncoder().withoutPadding().encodeToString(octets)

    private fun percent(piece: String): String =
        piece.toByteArray(Charsets.ISO_8859_1).joinToString("") {
            "%" +
                (it.toInt() and 0xff).toString(radix = 16).padStart(2, '0')
        }
}
