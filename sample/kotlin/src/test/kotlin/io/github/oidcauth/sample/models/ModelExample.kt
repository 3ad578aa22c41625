package io.github.oidcauth.sample.models

import java.io.File

/** An example of one of the tools that this project is modelled on, as `sample/models/examples.tsv` lists it. */
internal class ModelExample(
    /** The name of the regions and tests of the samples that do the same. */
    val id: String,
    val model: String,
    /** The place in the tool's documents. */
    val place: String,
    /** The counted lines of the example: see [SampleRegions.isCounted]. */
    val lines: Int,
    val description: String,
) {
    companion object {
        /** Returns the examples below [root], the folder of the repository. */
        fun read(root: File): List<ModelExample> =
            root.resolve("sample/models/examples.tsv").readLines().drop(1).map { line ->
                val (id, model, place, lines, description) = line.split('\t')
                ModelExample(id, model, place, lines.toInt(), description)
            }
    }
}
