package io.github.oidcauth.internal.tokenfile.document

/** A document as a user reads it. */
internal fun TokenDocument.print(): String = pieces().fold(ByteArray(0), ByteArray::plus).decodeToString()

internal fun TokenDocument.Companion.parse(text: String): TokenDocument? = parse(text.encodeToByteArray())
