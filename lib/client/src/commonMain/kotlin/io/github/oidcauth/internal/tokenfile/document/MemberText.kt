package io.github.oidcauth.internal.tokenfile.document

/** One member of a store, as text in the file: `"https://host": { … }`, indented. */
internal open class MemberText(
    val name: String,
    /** The text of this member alone. A slice of the file would keep the whole file in memory, including removed tokens. */
    val text: ByteArray,
) {
    /** The size in bytes. */
    val size: Int get() = text.size

    /** Makes the members that [StoreScanner] finds. */
    interface Factory<M : MemberText> {
        /** Returns the member [name] with [text]. */
        fun member(
            name: String,
            text: ByteArray,
        ): M
    }

    companion object : Factory<MemberText> {
        override fun member(
            name: String,
            text: ByteArray,
        ): MemberText = MemberText(name, text)
    }
}
