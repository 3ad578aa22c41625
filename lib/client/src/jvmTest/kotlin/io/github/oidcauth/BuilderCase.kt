package io.github.oidcauth

import java.lang.reflect.Modifier
import kotlin.reflect.KClass

/** Stands in the text of a setting, to be found in what `toString` shows. */
internal const val MARKER: String = "marker"

/** A public value, its builder, and a change of each of its settings. */
internal class BuilderCase<B : Any, V : Any>(
    val value: KClass<V>,
    val base: () -> B,
    val build: (B) -> V,
    private val newBuilder: (V) -> B,
    /** By the names of the settings. Text that is set has [MARKER] in it. */
    val changes: Map<String, (B) -> B>,
    /** The settings whose text `toString` shows. */
    val shown: Set<String> = emptySet(),
    /** The settings that equality leaves out. */
    val notCompared: Set<String> = emptySet(),
) {
    val name: String get() = value.simpleName.orEmpty()

    val settings: Set<String> get() = fieldsOf(holderOf(base())).map { it.name }.toSet()

    @Suppress("UNCHECKED_CAST")
    fun newBuilderOf(built: Any): B = newBuilder(built as V)

    /** Returns the settings of [builder] as they are, by name. */
    fun valuesOf(builder: B): Map<String, Any?> =
        holderOf(builder).let { holder -> fieldsOf(holder).associate { it.name to it.get(holder) } }

    /** Returns the value that [builder] changes, or null when it has the settings itself. */
    fun settingsValueOf(builder: B): Any? = holderOf(builder).takeIf { it !== builder }

    private fun holderOf(builder: B): Any =
        builder.javaClass.declaredFields.firstOrNull { it.name == "settings" }?.let {
            it.isAccessible = true
            it.get(builder)
        } ?: builder

    private fun fieldsOf(holder: Any) =
        holder.javaClass.declaredFields
            .filterNot { Modifier.isStatic(it.modifiers) || it.isSynthetic }
            .onEach { it.isAccessible = true }
}

/** Returns a change that [change] makes to a builder. */
internal fun <B> set(change: B.() -> Unit): (B) -> B = { it.apply(change) }
