package io.github.oidcauth.sample.spring

import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import org.springframework.beans.factory.getBean
import org.springframework.boot.SpringApplication
import org.springframework.web.client.body

class SpringSamplesTest :
    FunSpec({
        val server = SampleServer.start()
        afterSpec { server.close() }

        test("a service of Spring Boot calls an API with its own token, which it gets once") {
            SpringApplication.run(
                NotesService::class.java,
                "--notes.url=${server.url}",
                "--oidc-auth.clients.notes.issuer=${server.issuer}",
                "--oidc-auth.clients.notes.client-id=${SampleClients.SERVICE}",
                "--oidc-auth.clients.notes.client-secret=${SampleClients.SECRET}",
                "--oidc-auth.clients.notes.scope=read",
                "--oidc-auth.clients.notes.origins=${server.url}",
            ).use { context ->
                val service = context.getBean<NotesService>()
                service.note(1)!! shouldContain "Water the plants"
                service.note(2)!! shouldContain "Call Bob"
            }
            server.requests.count { it.path.endsWith("/token") } shouldBe 1
        }

        test("a client without Spring Boot") {
            val client = OAuth2Client.discover(server.issuer, SampleClients.SERVICE, SampleClients.SECRET)
            val notes = restClient(client.tokenSource(ClientCredentialsGrant("read")), server.url)
            notes.get().uri("/api/notes/1").retrieve().body<String>()!! shouldContain "Water the plants"
        }
    })
