package io.github.oidcauth.internal.loopback

/** The style of [DefaultResultPages]. All texts have a contrast of at least 4.5:1 in both colour schemes (WCAG 2.2 §1.4.3). */
internal val CALLBACK_STYLE =
    """
    :root {
      color-scheme: light dark;
      --ground: #f4f5f7; --card: #ffffff; --edge: #e1e4e9; --text: #1c2430; --soft: #525d6d;
      --ok: #1a7f4b; --ok-wash: #e5f5ec; --bad: #b3261e; --bad-wash: #fdeceb;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #12161c; --card: #1a2029; --edge: #2b3442; --text: #e8ecf2; --soft: #a5b0bf;
        --ok: #5fd394; --ok-wash: #17332a; --bad: #ff9a92; --bad-wash: #3a2022;
      }
    }
    * { box-sizing: border-box; margin: 0; }
    body {
      min-height: 100vh; min-height: 100svh; display: grid; place-items: center; padding: 1.25rem;
      background: var(--ground); color: var(--text);
      font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
    }
    main {
      width: 100%; max-width: 30rem; padding: clamp(2rem, 7vw, 3.25rem) clamp(1.5rem, 6vw, 3rem); text-align: center;
      background: var(--card); border: 1px solid var(--edge); border-radius: 1.25rem;
      box-shadow: 0 1px 2px rgb(0 0 0 / .04), 0 12px 40px rgb(0 0 0 / .07);
    }
    .ok { --accent: var(--ok); --wash: var(--ok-wash); }
    .failed { --accent: var(--bad); --wash: var(--bad-wash); }
    svg {
      display: block; width: 4.5rem; height: 4.5rem; margin: 0 auto 1.5rem; fill: none; stroke: var(--accent); stroke-width: 3;
      stroke-linecap: round; stroke-linejoin: round;
    }
    circle { fill: var(--wash); stroke: none; }
    h1 { margin-bottom: .75rem; font-size: clamp(1.5rem, 5vw, 1.875rem); line-height: 1.25; letter-spacing: -.015em; }
    p { color: var(--soft); text-wrap: balance; overflow-wrap: anywhere; }
    p + p { margin-top: 1rem; }
    strong { color: var(--text); font-weight: 600; }
    .message {
      margin-top: 1.25rem; padding: .875rem 1.125rem; border-radius: .75rem; background: var(--wash); color: var(--text);
      font-size: 1rem; text-align: start; text-wrap: pretty;
    }
    .code { font-size: .875rem; }
    code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; color: var(--text); }
    @media (forced-colors: active) { circle { stroke: CanvasText; } }
    """.trimIndent()
