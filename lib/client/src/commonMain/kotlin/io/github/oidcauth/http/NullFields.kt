package io.github.oidcauth.http

/**
 * The treatment of fields without a value (null) in the JSON and form bodies of an [ApiClient]. Query parameters without a value
 * are always left out.
 */
public enum class NullFields {
    /** Fields without a value are left out. */
    EXCLUDE,

    /** They are `null` in JSON. A form has no null, so they are left out there. */
    INCLUDE,

    /** They are sent with an empty string as value. */
    EMPTY,
}
