package io.github.oidcauth

/** Marks API that is unsafe for those who do not know the risk. The documentation of each declaration names the risk. */
@RequiresOptIn(
    "This weakens the protection of tokens. Read its documentation before you opt in, in Kotlin with @OptIn(DelicateOidcAuthApi::class).",
)
@Retention(AnnotationRetention.BINARY)
@Target(
    AnnotationTarget.CLASS,
    AnnotationTarget.CONSTRUCTOR,
    AnnotationTarget.FUNCTION,
    AnnotationTarget.PROPERTY,
    AnnotationTarget.PROPERTY_SETTER,
)
public annotation class DelicateOidcAuthApi
