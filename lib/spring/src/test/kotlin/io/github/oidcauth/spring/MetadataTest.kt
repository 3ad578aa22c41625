// Tests the metadata of OidcAuthProperties, and the tables of them in docs/spring.md.
package io.github.oidcauth.spring

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldEndWith
import tools.jackson.databind.json.JsonMapper
import java.beans.Introspector
import java.io.File

class MetadataTest :
    FunSpec({
        val resource = "/META-INF/spring-configuration-metadata.json"
        val metadata = JsonMapper().readTree(OidcAuthProperties::class.java.getResourceAsStream(resource))

        fun kebabCase(name: String) = name.replace(Regex("[A-Z]")) { "-" + it.value.lowercase() }

        /** Returns the properties of [bean] with their defaults, null for those that have none. */
        fun defaults(bean: Any): Map<String, String?> =
            Introspector.getBeanInfo(bean.javaClass, Any::class.java).propertyDescriptors.associate { property ->
                val value = property.readMethod.invoke(bean)
                val isNone =
                    value == null || (value as? Collection<*>)?.isEmpty() == true || (value as? Map<*, *>)?.isEmpty() == true
                val text = if (value is Enum<*>) value.name.lowercase().replace('_', '-') else "$value"
                kebabCase(property.name) to text.takeUnless { isNone }
            }

        test("the metadata have each property, with its type, default and description") {
            val described = metadata["properties"].toList().associateBy { it["name"].asString().removePrefix("oidc-auth.") }
            described.mapValues { (_, it) -> it["defaultValue"]?.asString() } shouldBe defaults(OidcAuthProperties())
            for (property in described.values) property["description"].asString() shouldEndWith "."
            described.getValue("clients")["type"].asString() shouldBe
                "java.util.Map<java.lang.String,${OidcAuthProperties.Client::class.java.name}>"
        }

        test("docs/spring.md has a row for each property, with its default") {
            val row = Regex("""^\| `([a-z-]+)` \| (?:`([^`]+)` )?\|""", RegexOption.MULTILINE)
            val rows = row.findAll(File("../../docs/spring.md").readText()).map {
                it.groupValues[1] to
                    it.groupValues[2].ifEmpty { null }
            }
            val expected = defaults(OidcAuthProperties()) - "clients" + defaults(OidcAuthProperties.Client())
            rows.toMap() shouldBe expected
        }
    })
