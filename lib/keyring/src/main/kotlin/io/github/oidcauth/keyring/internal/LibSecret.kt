// Tested by SecretServiceTest.
package io.github.oidcauth.keyring.internal

import com.sun.jna.Function
import com.sun.jna.Library
import com.sun.jna.NativeLibrary
import com.sun.jna.NativeLong
import com.sun.jna.Pointer
import com.sun.jna.ptr.LongByReference
import com.sun.jna.ptr.PointerByReference

/**
 * The functions of libsecret that are used. Functions that end with `_sync` may ask a user, and end when their cancellable is
 * cancelled.
 */
@Suppress("ktlint:standard:function-naming")
internal interface LibSecret : Library {
    fun secret_service_get_sync(
        flags: Int,
        cancellable: Pointer,
        error: PointerByReference,
    ): Pointer?

    /** Prevents libsecret from returning a connection to a service that has ended. */
    fun secret_service_disconnect()

    fun secret_service_search_sync(
        service: Pointer,
        schema: Pointer?,
        attributes: Pointer,
        flags: Int,
        cancellable: Pointer,
        error: PointerByReference,
    ): Pointer?

    fun secret_service_unlock_sync(
        service: Pointer,
        objects: Pointer,
        cancellable: Pointer,
        unlocked: PointerByReference?,
        error: PointerByReference,
    ): Int

    fun secret_service_store_sync(
        service: Pointer,
        schema: Pointer?,
        attributes: Pointer,
        collection: String,
        label: String,
        value: Pointer,
        cancellable: Pointer,
        error: PointerByReference,
    ): Boolean

    fun secret_item_get_locked(item: Pointer): Boolean

    fun secret_item_load_secret_sync(
        item: Pointer,
        cancellable: Pointer,
        error: PointerByReference,
    ): Boolean

    fun secret_item_get_secret(item: Pointer): Pointer?

    fun secret_value_new(
        secret: Pointer,
        length: NativeLong,
        contentType: String,
    ): Pointer

    fun secret_value_get(
        value: Pointer,
        length: LongByReference,
    ): Pointer?

    fun secret_value_unref(value: Pointer)

    /** The functions of GLib that are used. */
    @Suppress("ktlint:standard:function-naming")
    interface GLib : Library {
        fun g_hash_table_new(
            hash: Pointer,
            equal: Pointer,
        ): Pointer

        fun g_hash_table_insert(
            table: Pointer,
            key: Pointer,
            value: Pointer,
        ): Boolean

        fun g_hash_table_unref(table: Pointer)

        fun g_list_free(list: Pointer)

        fun g_error_free(error: Pointer)

        fun g_quark_to_string(quark: Int): String?
    }

    /** The functions of GObject that are used. */
    @Suppress("ktlint:standard:function-naming")
    interface GObject : Library {
        fun g_object_unref(any: Pointer)
    }

    /** The functions of GIO that are used. */
    @Suppress("ktlint:standard:function-naming")
    interface Gio : Library {
        fun g_cancellable_new(): Pointer

        fun g_cancellable_cancel(cancellable: Pointer)
    }

    /** The libraries, loaded together. */
    class Libraries(
        advice: String,
    ) {
        val secret: LibSecret = NativeLibraries.load("libsecret-1.so.0", LibSecret::class.java, advice)
        val glib: GLib = NativeLibraries.load(GLIB, GLib::class.java, advice)
        val gobject: GObject = NativeLibraries.load("libgobject-2.0.so.0", GObject::class.java, advice)
        val gio: Gio = NativeLibraries.load("libgio-2.0.so.0", Gio::class.java, advice)
        val stringHash: Function = NativeLibrary.getInstance(GLIB).getFunction("g_str_hash")
        val stringEqual: Function = NativeLibrary.getInstance(GLIB).getFunction("g_str_equal")

        private companion object {
            const val GLIB = "libglib-2.0.so.0"
        }
    }
}
