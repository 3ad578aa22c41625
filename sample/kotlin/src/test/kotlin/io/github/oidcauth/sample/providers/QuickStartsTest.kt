package io.github.oidcauth.sample.providers

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.providers.GitHub
import io.github.oidcauth.providers.Google
import io.github.oidcauth.sample.server.vendors.ScriptedVendors
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import okhttp3.OkHttpClient
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread

class QuickStartsTest :
    FunSpec({
        val vendors = autoClose(ScriptedVendors.start())

        /** Sends the requests for a vendor to the server of this test. */
        val routed =
            OkHttpClient
                .Builder()
                .addInterceptor { chain ->
                    val request = chain.request()
                    val local = request.newBuilder().url(vendors.local("${request.url}")).build()
                    chain.proceed(local).newBuilder().request(request).build()
                }.build()

        /** A user who agrees at once, and writes down what they were shown. */
        class Willing : UserInteraction {
            val shown = CopyOnWriteArrayList<String>()

            override fun showDeviceCode(code: DeviceCode) {
                shown += "${code.userCode} at ${code.verificationUri}"
            }

            override fun showBrowserLogin(login: BrowserLogin) {
                shown += login.url.substringBefore('?')
                val callback = HttpRequest.newBuilder(URI(ScriptedVendors.agreedAtGoogle(login.url))).build()
                thread(name = "browser") { HttpClient.newHttpClient().send(callback, HttpResponse.BodyHandlers.discarding()) }
            }
        }

        test("GitHub: the user logs in with a code, once, and the API is called with a name of the program") {
            val user = Willing()
            val api =
                gitHubApi("my-client", vendors.local("https://api.github.com")) {
                    client = GitHub.provider().clientConfig("my-client") { httpClient(routed) }
                    store = InMemoryTokenStore()
                    interaction = user
                }

            repeat(2) { api.get("user").json().jsonObject["login"]?.jsonPrimitive?.content shouldBe "octocat" }

            user.shown shouldBe listOf("WDJB-MJHT at https://github.com/login/device")
            vendors.requests.last().userAgent shouldBe "my-app"
        }

        test("Google: the user logs in in the browser, once, and a token that the API refuses is refreshed") {
            val user = Willing()
            val drive =
                googleDrive("my-client", "s3cret", vendors.local("https://www.googleapis.com/drive/v3")) {
                    client =
                        Google.offline().clientConfig("my-client") {
                            clientSecret = "s3cret"
                            httpClient(routed)
                        }
                    store = InMemoryTokenStore()
                    interaction = user
                    openBrowser = false
                }

            repeat(2) {
                val files = drive.get("files") { query("pageSize", 10) }.json().jsonObject.getValue("files").jsonArray
                files.single().jsonObject["name"]?.jsonPrimitive?.content shouldBe "notes.txt"
                vendors.refuseTokens()
            }

            user.shown shouldBe listOf("https://accounts.google.com/o/oauth2/v2/auth")
            vendors.requests.map { it.form["grant_type"] } shouldContain "refresh_token"
        }
    })
