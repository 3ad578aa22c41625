package io.github.oidcauth

/** Marks what is safe only for those who know why they need it. The documentation of each place says what is at stake. */
@RequiresOptIn("This weakens the protection of tokens. Read its documentation, and opt in if you know why you need it.")
@Retention(AnnotationRetention.BINARY)
@Target(AnnotationTarget.CLASS, AnnotationTarget.FUNCTION, AnnotationTarget.PROPERTY, AnnotationTarget.PROPERTY_SETTER)
public annotation class DelicateOidcAuthApi
