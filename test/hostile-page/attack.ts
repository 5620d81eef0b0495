import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { join } from 'node:path';
import puppeteer, { Browser, Page } from 'puppeteer-core';
import { portOf } from '../../src/local/ports';

/** What a page of another origin got out of one way of asking: `read` is what it saw of the answer. */
export interface Attempt {
  readonly way: string;
  readonly url: string;
  readonly read: string;
}

/** Names that lead to this machine, as a name server of the attacker's would say after the page was loaded. */
const EVIL = 'evil.example';
const REBOUND = 'rebound.example';

/** A headless Chromium on `page.html`, which it had from another origin. */
export class HostilePage {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly server: Server,
  ) {}

  /** The browser does nothing by itself to keep pages from this machine: what is seen is what our servers do. */
  static async open(executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'): Promise<HostilePage> {
    const html = readFileSync(join(__dirname, 'page.html'));
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end(html);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const browser = await puppeteer.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        `--host-resolver-rules=MAP ${EVIL} 127.0.0.1,MAP ${REBOUND} 127.0.0.1`,
        '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,HttpsUpgrades',
      ],
    });
    const page = await browser.newPage();
    await page.goto(`http://${EVIL}:${portOf(server)}/`);
    return new HostilePage(browser, page, server);
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Tries each way there is to read a URL. */
  async read(url: string): Promise<Attempt[]> {
    return [...(await this.tryAll('READING', url)), { way: 'rebinding', url, read: await this.rebound(url) }];
  }

  /** Tries each way there is to send something to a URL: a page need not see the answer to change what is behind it. */
  send(url: string, type: string, body: string): Promise<Attempt[]> {
    return this.tryAll('SENDING', url, type, body);
  }

  private async tryAll(ways: 'READING' | 'SENDING', url: string, ...more: readonly string[]): Promise<Attempt[]> {
    const names = (await this.page.evaluate(`Object.keys(${ways})`)) as string[];
    const attempts: Attempt[] = [];
    for (const way of names) {
      const given = [url, ...more].map((text) => JSON.stringify(text)).join(', ');
      attempts.push({
        way,
        url,
        read: String(await this.page.evaluate(`${ways}[${JSON.stringify(way)}](${given})`)),
      });
    }
    return attempts;
  }

  /** Asks as a page whose name was pointed at this machine after it was loaded: its origin is then that of our server. */
  private async rebound(url: string): Promise<string> {
    const { port, pathname, search } = new URL(url);
    const path = pathname + search;
    const page = await this.browser.newPage();
    try {
      const answer = await page.goto(`http://${REBOUND}:${port}${path}`).catch(() => undefined);
      const seen = answer?.ok() === true ? await answer.text() : '';
      const asked = `fetch(${JSON.stringify(path)}).then((answer) => (answer.ok ? answer.text() : ''), () => '')`;
      return seen + String(await page.evaluate(asked).catch(() => ''));
    } finally {
      await page.close();
    }
  }
}
