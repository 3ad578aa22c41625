package io.github.oidcauth.cli.events

import com.networknt.schema.ExecutionContext
import com.networknt.schema.InputFormat
import com.networknt.schema.SchemaRegistry
import com.networknt.schema.SpecificationVersion
import io.kotest.matchers.collections.shouldBeEmpty
import kotlinx.serialization.json.JsonObject
import java.nio.file.Path
import kotlin.io.path.readText

/** The schema in `docs/events.schema.json`. */
internal object EventSchema {
    private val schema by lazy {
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Path.of("../docs/events.schema.json").readText())
    }

    fun check(event: JsonObject) {
        schema.validate(event.toString(), InputFormat.JSON) { context: ExecutionContext ->
            context.executionConfig { it.formatAssertionsEnabled(true) }
        }.map { it.toString() }.shouldBeEmpty()
    }
}
