/**
 * What may import what; docs/architecture.md has the picture. test/conventions/dependencies.spec.ts breaks each rule once, to
 * prove that it is noticed, and sees to it that each rule speaks of files that exist.
 */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

const SPECS = '[.](spec|fixture)[.]ts$';
const BUSINESS = '^src/(orders|tracking|routes|notifications|shops|fleet|recipients)/';
/** What reaches out of the process, and Nest, whose decorators tie a file to its place in an application. */
const OUTSIDE =
  '^node_modules/(@nestjs|@aws-sdk|@smithy|express)/|^(node:)?(fs|net|tls|dns|http|https|http2|dgram|child_process|worker_threads|process|timers)(/|$)';
/** What starts a process, or a thread. */
const ENTRY_POINTS =
  '^src/(main|lambda/[a-z-]+|openapi[.]cli|(local|operations)/.*[.]cli|routes/planning/worker)[.]ts$';
/** Files of the business that have no role in their name and yet are no plain functions. */
const NOT_PURE = [
  // A row of a file is checked by the class that checks a body: one shape, one place.
  'orders/imports/(csv-columns|header|import-file)',
  // Threads, and what they run.
  'routes/planning/(solver|planner-pool|worker)',
  // The ids' own path parameters.
  '(orders/order|routes/route)-id',
].map((file) => `^src/${file}[.]ts$`);

module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }, 'A cycle is one module pretending to be two.'),
    forbid('imports-resolve', {}, { couldNotResolve: true }, 'Every import finds its file.'),

    // --- src, infra, test, bench
    forbid(
      'src-is-independent',
      { path: '^src/' },
      { path: '^(infra|test|bench|tools)/' },
      'The product knows neither its tests nor its deployment.',
    ),
    forbid(
      'test-builders-stay-in-tests',
      { path: '^src/', pathNot: SPECS },
      { path: SPECS },
      'What builds data for tests is not compiled into dist.',
    ),
    forbid(
      'infra-imports-data-only',
      { path: '^infra/' },
      {
        path: '^(src|test|bench)/',
        pathNot: '^(src/(database/tables|messaging/queues|config/channel-settings)[.]ts$|bench/cost/)',
      },
      'Infrastructure derives from the three data files; tools/check.mjs counts on nothing else being read.',
    ),
    forbid(
      'no-dev-deps-in-src',
      { path: '^src/', pathNot: `${SPECS}|^src/local/|^src/main[.]ts$` },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
      'What Lambda runs is a dependency.',
    ),

    // --- entry points
    forbid(
      'no-unused-files',
      { path: ENTRY_POINTS },
      // The checker proves plans in specs and benches, by the same types; the insertion service waits for its call.
      {
        path: '^src/',
        pathNot: [SPECS, ENTRY_POINTS, '^src/planner/(model/(rich-)?checker|insertion-options)[.]ts$'],
        reachable: false,
      },
      'What no process runs is left over, or serves tests and is called NAME.fixture.ts.',
    ),
    forbid(
      'entry-points-are-not-imported',
      { path: '^src/', pathNot: `${SPECS}|^src/(lambda|local|operations)/|^src/(main|app[.]|worker[.]|openapi[.])` },
      { path: '^src/(lambda/|main[.]|app[.]|worker[.]|openapi[.])' },
      'Only what starts a process composes the application.',
    ),
    forbid(
      'local-stays-local',
      { path: '^src/', pathNot: '^src/(local/|main[.]ts$)' },
      { path: '^src/local/' },
      'The embedded platform is a composition root of its own.',
    ),

    // --- the shared rooms
    forbid(
      'kernel-is-pure',
      { path: '^src/kernel/', pathNot: SPECS },
      { path: `^src/(?!kernel/)|${OUTSIDE}` },
      'Every room stands on the kernel, which knows neither Nest nor the world outside.',
    ),
    forbid(
      'observability-stands-on-the-kernel',
      { path: '^src/observability/', pathNot: SPECS },
      { path: '^src/(?!(observability|kernel|config)/)' },
      'Whatever logs may not know what it logs.',
    ),
    forbid(
      'aws-stands-on-observability',
      { path: '^src/aws/', pathNot: SPECS },
      { path: '^src/(?!(aws|observability|kernel)/)' },
      'How AWS is called is the same for every caller.',
    ),
    forbid(
      'http-knows-no-business',
      { path: '^src/http/', pathNot: SPECS },
      { path: '^src/(?!(http|aws|observability|config|kernel)/)', pathNot: '^src/access/principal[.]ts$' },
      'What every route needs is the same for every route.',
    ),
    forbid(
      'shared-rooms-know-no-business',
      { path: '^src/(database|messaging|access|idempotency|config)/', pathNot: SPECS },
      { path: BUSINESS, pathNot: '^src/orders/(states|status-shard)[.]ts$' },
      'Stores, queues and settings serve every module alike; a setting may name states.',
    ),
    forbid(
      'texts-know-states-only',
      { path: '^src/texts/', pathNot: SPECS },
      { path: `^src/(?!(texts|kernel)/)|${OUTSIDE}`, pathNot: '^src/orders/(states|order)[.]ts$' },
      'What people read is the same wherever they read it: it knows the states, and how an address is written.',
    ),
    forbid(
      'geo-knows-nobody',
      { path: '^src/geo/', pathNot: SPECS },
      { path: '^src/(?!(geo|kernel|config|aws|observability)/)' },
      'Places are looked up the same for everyone.',
    ),
    forbid(
      'planner-is-pure',
      { path: '^src/planner/', pathNot: SPECS },
      // It asks which thread it is on, and starts none.
      { path: `^src/(?!planner/)|${OUTSIDE}`, pathNot: '^worker_threads$' },
      'The solver is a library without I/O.',
    ),

    // --- the business
    forbid(
      'orders-know-nobody',
      { path: '^src/orders/' },
      { path: '^src/(tracking|routes|notifications|recipients)/' },
      'Orders is the core; the others build on it.',
    ),
    forbid(
      'tracking-uses-orders-only',
      { path: '^src/tracking/' },
      { path: '^src/(routes|notifications|recipients)/' },
      'Tracking builds on orders.',
    ),
    forbid(
      'routes-use-orders-only',
      { path: '^src/routes/' },
      {
        path: '^src/(tracking|notifications|recipients)/',
        pathNot: '^src/tracking/(carry-over[.]service|tracking[.]module)[.]ts$',
      },
      'Routes build on orders; what they leave over, tracking brings back.',
    ),
    forbid(
      'plans-and-day-stand-apart',
      { path: '^src/routes/(planning|assignment|plans|day|documents)/', pathNot: SPECS },
      { path: '^src/routes/(plans|day|documents)/', pathNot: '^src/routes/$1/' },
      'Nothing in routes stands on a use case but the controllers; each folder can be read alone.',
    ),
    forbid(
      'planning-and-assignment-stand-below',
      { path: '^src/routes/(planning|assignment|documents)/', pathNot: SPECS },
      { path: '^src/routes/(planning|assignment)/', pathNot: '^src/routes/$1/' },
      'One makes routes and the other gives them their orders; neither needs the other.',
    ),
    forbid(
      'routes-domain-stands-below',
      { path: '^src/routes/[^/]+[.]ts$', pathNot: [SPECS, '[.](controller|module)[.]ts$'] },
      { path: '^src/routes/[^/]+/' },
      'What a route is, is the same for every use case.',
    ),
    forbid(
      'notifications-know-events-only',
      { path: '^src/notifications/' },
      { path: '^src/(tracking|routes|recipients)/', pathNot: '[.]events[.]ts$' },
      'Notifications read messages, not modules.',
    ),
    forbid(
      'a-store-has-one-module',
      { path: '^src/([^/]+)/', pathNot: '^src/(lambda|local|operations)/' },
      { path: '[.](repository|controller)[.]ts$', pathNot: '^src/$1/' },
      'Across modules only services and domain files are called.',
    ),
    forbid(
      'domain-is-pure',
      // Every file of the business is a domain file unless its name gives it a role: NAME.service.ts, NAME.dto.ts.
      { path: BUSINESS, pathNot: ['[.][a-z-]+[.]ts$', ...NOT_PURE] },
      {
        path: [
          OUTSIDE,
          '[.](service|repository|controller|module|guard|filter|channel)[.]ts$',
          '^src/(http|aws|config|observability|messaging|idempotency)/',
          '^src/database/(?!(chunks|lifetimes|retry|transaction)[.]ts$)',
        ],
      },
      'A domain file decides; it neither reads, writes nor waits.',
    ),
    forbid(
      'domain-takes-only-types-of-dtos',
      { path: BUSINESS, pathNot: ['[.][a-z-]+[.]ts$', ...NOT_PURE] },
      { path: '[.]dto[.]ts$', dependencyTypesNot: ['type-only'] },
      'The fields of a resource stand in its class; what decides about them needs no validator.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What generators make stands beside them only while they run.
    exclude: { path: '^test/clients/typescript/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
