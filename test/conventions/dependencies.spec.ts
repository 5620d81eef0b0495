import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

/** Of each rule: imports that break it, and imports beside them that do not. Each is a file of its own kind and what it imports. */
const PROBES: Readonly<Record<string, { readonly breaks: readonly Import[]; readonly keeps?: readonly Import[] }>> = {
  'no-cycles': {
    // A cycle is reported once, where it was entered.
    breaks: [['src/kernel/egg.ts', 'src/kernel/hen.ts']],
    keeps: [['src/kernel/hen.ts', 'src/kernel/egg.ts']],
  },
  'imports-resolve': { breaks: [['src/kernel/lost.ts', './nowhere']] },
  'src-is-independent': {
    breaks: [
      ['src/orders/order.ts', 'test/factories/orders.ts'],
      ['src/messaging/queues.ts', 'infra/stages.ts'],
      ['src/planner/plan.ts', 'bench/routes/main.ts'],
    ],
  },
  'test-builders-stay-in-tests': {
    breaks: [
      ['src/routes/routes.repository.ts', 'src/routes/route.fixture.ts'],
      ['src/planner/plan.ts', 'src/planner/plan.spec.ts'],
    ],
    keeps: [['src/routes/route.spec.ts', 'src/routes/route.fixture.ts']],
  },
  'infra-imports-data-only': {
    breaks: [
      ['infra/stages.ts', 'src/config/config.ts'],
      ['infra/stages.spec.ts', 'test/support/app.ts'],
    ],
    keeps: [
      ['infra/stages.ts', 'src/database/tables.ts'],
      ['infra/stages.ts', 'src/config/channel-settings.ts'],
      ['infra/cost.spec.ts', 'bench/cost/model.ts'],
    ],
  },
  'no-dev-deps-in-src': {
    breaks: [['src/http/body.ts', 'a-dev-dependency']],
    keeps: [
      ['src/local/platform.ts', 'a-dev-dependency'],
      ['src/http/body.spec.ts', 'a-dev-dependency'],
    ],
  },
  'entry-points-are-not-imported': {
    breaks: [
      ['src/orders/orders.module.ts', 'src/app.module.ts'],
      ['src/messaging/relay.ts', 'src/lambda/stream.ts'],
    ],
    keeps: [['src/lambda/api.ts', 'src/app.module.ts']],
  },
  'local-stays-local': {
    breaks: [
      ['src/lambda/api.ts', 'src/local/platform.ts'],
      ['src/orders/orders.service.ts', 'src/local/platform.ts'],
    ],
    keeps: [['src/main.ts', 'src/local/platform.ts']],
  },
  'kernel-is-pure': {
    breaks: [
      ['src/kernel/clock.ts', '@nestjs/common'],
      ['src/kernel/clock.ts', 'node:fs'],
      ['src/kernel/ids.ts', 'src/config/config.ts'],
    ],
    keeps: [['src/kernel/ids.ts', 'node:crypto']],
  },
  'observability-stands-on-the-kernel': {
    breaks: [['src/observability/logger.ts', 'src/orders/order.ts']],
    keeps: [['src/observability/logger.ts', 'src/kernel/errors.ts']],
  },
  'aws-stands-on-observability': {
    breaks: [['src/aws/aws-client.ts', 'src/config/config.ts']],
    keeps: [['src/aws/aws-client.ts', 'src/observability/logger.ts']],
  },
  'http-knows-no-business': {
    breaks: [
      ['src/http/problem.ts', 'src/orders/order.ts'],
      ['src/http/problem.ts', 'src/database/client.ts'],
    ],
    keeps: [['src/http/idempotency-key.ts', 'src/access/principal.ts']],
  },
  'shared-rooms-know-no-business': {
    breaks: [
      ['src/database/transaction.ts', 'src/orders/order.ts'],
      ['src/messaging/relay.ts', 'src/tracking/tracking.events.ts'],
      ['src/config/config.ts', 'src/orders/orders.dto.ts'],
      ['src/access/principal.guard.ts', 'src/routes/route.ts'],
    ],
    keeps: [['src/config/config.ts', 'src/orders/states.ts']],
  },
  'texts-know-states-only': {
    breaks: [
      ['src/texts/status-texts.ts', 'src/orders/orders.service.ts'],
      ['src/texts/locale.ts', '@nestjs/common'],
    ],
    keeps: [
      ['src/texts/status-texts.ts', 'src/orders/states.ts'],
      ['src/tracking/statuses.ts', 'src/texts/status-texts.ts'],
    ],
  },
  'geo-knows-nobody': {
    breaks: [
      ['src/geo/geocoder.ts', 'src/orders/order.ts'],
      ['src/geo/matrix.ts', 'src/planner/plan.ts'],
    ],
    keeps: [['src/geo/geo.module.ts', 'src/config/config.ts']],
  },
  'planner-is-pure': {
    breaks: [
      ['src/planner/plan.ts', 'src/geo/matrix.ts'],
      ['src/planner/plan.ts', 'node:fs'],
      ['src/planner/genetic/descent.ts', '@nestjs/common'],
    ],
    keeps: [['src/planner/budget.ts', 'node:worker_threads']],
  },
  'orders-know-nobody': {
    breaks: [
      ['src/orders/orders.service.ts', 'src/tracking/tracker.ts'],
      ['src/orders/imports/import.ts', 'src/routes/route.ts'],
      ['src/orders/order.ts', 'src/notifications/delivery.ts'],
    ],
  },
  'tracking-uses-orders-only': {
    breaks: [
      ['src/tracking/tracking.service.ts', 'src/routes/day/lifecycle.service.ts'],
      ['src/tracking/tracker.ts', 'src/notifications/delivery.ts'],
    ],
    keeps: [['src/tracking/tracking.service.ts', 'src/orders/orders.service.ts']],
  },
  'routes-use-orders-only': {
    breaks: [['src/routes/day/reoptimize.ts', 'src/tracking/tracker.ts']],
    keeps: [
      ['src/routes/day/reoptimize.ts', 'src/orders/order.ts'],
      ['src/routes/day/end-of-route.service.ts', 'src/tracking/carry-over.service.ts'],
    ],
  },
  'plans-and-day-stand-apart': {
    breaks: [
      ['src/routes/plans/plans.service.ts', 'src/routes/day/lifecycle.service.ts'],
      ['src/routes/day/lifecycle.service.ts', 'src/routes/plans/plan-record.ts'],
      ['src/routes/assignment/assignment.service.ts', 'src/routes/plans/plan-record.ts'],
      ['src/routes/planning/planning.service.ts', 'src/routes/documents/polyline.ts'],
    ],
    keeps: [
      ['src/routes/day/reoptimize.service.ts', 'src/routes/planning/planning.service.ts'],
      ['src/routes/plans/plan-record.ts', 'src/routes/planning/plan-request.ts'],
      ['src/routes/routes.controller.ts', 'src/routes/day/lifecycle.service.ts'],
    ],
  },
  'planning-and-assignment-stand-below': {
    breaks: [
      ['src/routes/planning/new-routes.ts', 'src/routes/assignment/availability.ts'],
      ['src/routes/assignment/claims.service.ts', 'src/routes/planning/planning.service.ts'],
      ['src/routes/documents/gpx.ts', 'src/routes/planning/limits.ts'],
    ],
    keeps: [['src/routes/assignment/claims.service.ts', 'src/routes/assignment/availability.ts']],
  },
  'routes-domain-stands-below': {
    breaks: [
      ['src/routes/route.ts', 'src/routes/assignment/availability.ts'],
      ['src/routes/route.dto.ts', 'src/routes/planning/limits.ts'],
    ],
    keeps: [['src/routes/routes.module.ts', 'src/routes/planning/planning.module.ts']],
  },
  'notifications-know-events-only': {
    breaks: [['src/notifications/notifications.service.ts', 'src/tracking/tracking.service.ts']],
    keeps: [
      ['src/notifications/notifications.service.ts', 'src/tracking/tracking.events.ts'],
      ['src/notifications/notifications.service.ts', 'src/orders/orders.service.ts'],
    ],
  },
  'a-store-has-one-module': {
    breaks: [
      ['src/tracking/tracking.service.ts', 'src/orders/orders.repository.ts'],
      ['src/idempotency/idempotency.service.ts', 'src/orders/orders.controller.ts'],
    ],
    keeps: [
      ['src/orders/orders.service.ts', 'src/orders/orders.repository.ts'],
      ['src/operations/audit.ts', 'src/orders/orders.repository.ts'],
    ],
  },
  'domain-is-pure': {
    breaks: [
      ['src/tracking/tracker.ts', '@nestjs/common'],
      ['src/tracking/tracker.ts', 'node:timers/promises'],
      ['src/orders/order.ts', '@aws-sdk/client-dynamodb'],
      ['src/orders/edit-order.ts', 'src/orders/orders.repository.ts'],
      ['src/orders/states.ts', 'src/config/config.ts'],
      ['src/routes/day/reoptimize.ts', 'src/observability/logger.ts'],
      ['src/notifications/delivery.ts', 'src/database/client.ts'],
    ],
    keeps: [
      ['src/orders/orders.service.ts', '@nestjs/common'],
      ['src/orders/imports/import.ts', 'src/database/chunks.ts'],
      ['src/tracking/tracker.ts', 'src/kernel/clock.ts'],
    ],
  },
  'domain-takes-only-types-of-dtos': {
    breaks: [['src/orders/edit-order.ts', 'src/orders/orders.dto.ts']],
    keeps: [
      ['src/orders/order.ts', 'src/orders/orders.dto.ts', 'type'],
      ['src/orders/orders.controller.ts', 'src/orders/orders.dto.ts'],
    ],
  },
};

interface Rule {
  readonly name: string;
  readonly from: Restriction;
  readonly to: Restriction;
}
interface Restriction {
  readonly path?: string | readonly string[];
  readonly pathNot?: string | readonly string[];
}
interface Report {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
    readonly ruleSetUsed: { readonly forbidden: readonly Rule[] };
  };
}
type Import = readonly [file: string, imported: string, only?: 'type'];

const FOLDERS = ['src', 'infra', 'test', 'bench'];
const isOurs = (imported: string): boolean => FOLDERS.some((folder) => imported.startsWith(`${folder}/`));
const isPackage = (imported: string): boolean => !isOurs(imported) && !/^(node:|[.])/.test(imported);

/** How dependency-cruiser names what was imported. */
function resolved(imported: string): string {
  return isPackage(imported) ? `node_modules/${imported}/index.js` : imported.replace(/^node:/, '');
}

/** A tree of these imports and nothing else: what the project's own rules say of it. */
function cruise(imports: readonly Import[]): Report['summary'] {
  const root = mkdtempSync(join(tmpdir(), 'dinex-dependencies-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const files = new Map<string, string>();
  for (const [file, imported, only] of imports) {
    const path = isOurs(imported) ? `./${relative(dirname(file), imported).replace(/[.]ts$/, '')}` : imported;
    files.set(file, `${files.get(file) ?? ''}import ${only === undefined ? '' : 'type {} from '}'${path}';\n`);
    if (isOurs(imported) && !files.has(imported)) files.set(imported, '');
    if (isPackage(imported)) {
      write(`node_modules/${imported}/package.json`, JSON.stringify({ name: imported, version: '1.0.0' }));
      write(`node_modules/${imported}/index.js`, '');
    }
  }
  for (const [file, text] of files) write(file, `${text}export {};\n`);
  write('package.json', JSON.stringify({ name: 'probes', devDependencies: { 'a-dev-dependency': '1.0.0' } }));
  copyFileSync('tsconfig.json', join(root, 'tsconfig.json'));
  const program = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const command = [program, '--config', resolve('.dependency-cruiser.cjs'), '--output-type', 'json', ...FOLDERS];
  try {
    return (JSON.parse(execFileSync(process.execPath, command, { cwd: root, encoding: 'utf8' })) as Report).summary;
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The one rule about what nobody imports. */
const UNUSED = 'no-unused-files';
const all = Object.values(PROBES).flatMap(({ breaks, keeps = [] }) => [...breaks, ...keeps]);
const summary = cruise(all);
const found = new Set(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`));
const rules = summary.ruleSetUsed.forbidden;

it('has a probe for each rule', () => {
  expect([...Object.keys(PROBES), UNUSED].sort()).toEqual(rules.map(({ name }) => name).sort());
});

describe.each(Object.entries(PROBES))('%s', (rule, { breaks, keeps = [] }) => {
  it.each(breaks.map(([file, imported]) => [file, imported] as const))(
    'notices that %s imports %s',
    (file, imported) => {
      expect(found).toContain(`${rule}: ${file} -> ${resolved(imported)}`);
    },
  );

  if (keeps.length > 0)
    it.each(keeps.map(([file, imported]) => [file, imported] as const))('lets %s import %s', (file, imported) => {
      expect(found).not.toContain(`${rule}: ${file} -> ${resolved(imported)}`);
    });
});

describe(UNUSED, () => {
  const unused = summary.violations.filter(({ rule }) => rule.name === UNUSED).map(({ from }) => from);

  it('notices a file that no entry point reaches', () => {
    expect(unused).toContain('src/tracking/tracker.ts');
  });

  it.each(['src/local/platform.ts', 'src/lambda/api.ts', 'src/routes/route.fixture.ts'])('lets %s be', (file) => {
    expect(unused).not.toContain(file);
  });
});

describe('the rules speak of what exists', () => {
  const tree = globSync(FOLDERS.map((folder) => `${folder}/**/*.{ts,mts}`));
  const listed = (path: string | readonly string[] | undefined): readonly string[] => [path ?? []].flat();
  const matches = (pattern: string, ours: readonly string[]): string[] =>
    ours.filter((file) => new RegExp(pattern).test(file));

  it.each(rules.filter(({ from }) => from.path !== undefined))('$name guards files', ({ from }) => {
    const guarded = listed(from.path).flatMap((pattern) => matches(pattern, tree));
    const excepted = new Set(listed(from.pathNot).flatMap((pattern) => matches(pattern, guarded)));
    expect(guarded.filter((file) => !excepted.has(file))).not.toEqual([]);
  });

  it('excepts only files that are there', () => {
    const exceptions = rules.flatMap(({ from, to }) => [...listed(from.pathNot), ...listed(to.pathNot)]);
    const ofFiles = exceptions.filter((pattern) => pattern.startsWith('^src/') && !pattern.includes('$1'));
    expect(ofFiles.filter((pattern) => matches(pattern, tree).length === 0)).toEqual([]);
  });

  it('holds that every file of the business without a role in its name decides and no more', () => {
    const domain = rules.find(({ name }) => name === 'domain-is-pure');
    const excepted = listed(domain?.from.pathNot);
    const guarded = listed(domain?.from.path)
      .flatMap((pattern) => matches(pattern, tree))
      .filter((file) => !excepted.some((pattern) => new RegExp(pattern).test(file)));
    expect(guarded).toEqual(
      expect.arrayContaining([
        'src/orders/order.ts',
        'src/orders/states.ts',
        'src/orders/edit-order.ts',
        'src/tracking/tracker.ts',
        'src/routes/route.ts',
        'src/notifications/delivery.ts',
      ]),
    );
  });
});
