import type { IncomingMessage, ServerResponse } from 'node:http';
import { fail } from '../../graph/errors.ts';
import type { Caller, Context } from '../context.ts';
import { sourceStates } from '../source-state.ts';
import { graphqlEndpoint } from '../yoga.ts';
import { commandOf, streamCommand } from './command-stream.ts';
import type { Handler } from './door.ts';
import { explorer } from './explorer.ts';
import { checkJsonPost, checkMethod, checkOrigin } from './guard.ts';
import { machineRoutes } from './machine-routes.ts';
import type { Site } from './site.ts';
import { urlOf } from './url.ts';

function contextOf({ estate, audit, leaveDemo }: Site, caller: Caller): Context {
  const now = Date.now();
  let sources: ReturnType<Context['sources']> | undefined;
  return {
    estate,
    caller,
    audit,
    now,
    leaveDemo,
    sources: () => (sources ??= estate.freshness().then((all) => sourceStates(all, now))),
  };
}

/** Takes the token out of the address, so that no history and no referrer keeps it. */
function redirect(response: ServerResponse, url: URL, cookie?: string) {
  url.searchParams.delete('token');
  response.writeHead(303, {
    // Two slashes at the start would name another host.
    location: `${url.pathname.replace(/^\/+/, '/')}${url.search}`,
    'cache-control': 'no-store',
    ...(cookie !== undefined && { 'set-cookie': cookie }),
  });
  response.end();
}

function signInBy({ signIn, cookie, audit }: Site, url: URL, response: ServerResponse) {
  const session = signIn.exchange(url.searchParams.get('token') ?? '');
  if (session === null)
    fail(
      'UNAUTHENTICATED',
      'This link signs in once, and was used: the terminal of cutset serve shows the next one.',
    );
  audit.info('a browser signed in');
  redirect(response, url, `${cookie}=${session}; HttpOnly; SameSite=Strict; Path=/`);
}

async function command(
  { audit, runCommand }: Site,
  caller: Caller | null,
  request: IncomingMessage,
  response: ServerResponse,
) {
  if (caller === null) fail('UNAUTHENTICATED');
  if (caller !== 'token') fail('FORBIDDEN', 'commands read files: a browser never runs them');
  checkJsonPost(response);
  const asked = await commandOf(request);
  audit.info({ command: asked.name, args: asked.args }, 'a command');
  const ended = await streamCommand(asked, response, runCommand);
  audit.info({ command: asked.name, ...ended }, 'a command ended');
}

/** Counts an answer that stays open while the client follows changes. */
function follow({ streams }: Site, { headers }: IncomingMessage, response: ServerResponse) {
  if (!headers.accept?.includes('text/event-stream')) return;
  streams.add(response);
  response.on('close', () => streams.delete(response));
}

/** Answers every request. */
export function routes(site: Site): Handler {
  const { signIn, hosts, cookie } = site;
  const pages = explorer(site.explorer);
  const graphql = graphqlEndpoint(site.log);
  const machines = machineRoutes(site);
  return async (request, response) => {
    const url = urlOf(request);
    const caller = signIn.caller(request, cookie);
    if (await machines(url.pathname, caller, request, response)) return;
    checkOrigin(request, hosts);
    switch (url.pathname) {
      case '/graphql':
        if (caller === null) fail('UNAUTHENTICATED');
        checkJsonPost(response);
        response.setHeader('cache-control', 'no-store');
        follow(site, request, response);
        await graphql(request, response, contextOf(site, caller));
        return;
      case '/command':
        await command(site, caller, request, response);
        return;
    }
    checkMethod(response, 'GET', 'HEAD');
    if (!url.searchParams.has('token')) pages(request, response);
    else if (caller === 'session') redirect(response, url);
    else signInBy(site, url, response);
  };
}
