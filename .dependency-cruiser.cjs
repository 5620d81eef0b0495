/** What may import what. */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }, 'A cycle is one module pretending to be two.'),
    forbid('no-orphan-imports', {}, { couldNotResolve: true }, 'Every import resolves.'),
    forbid(
      'src-is-independent',
      { path: '^src/' },
      { path: '^(infra|test|bench)/' },
      'The product knows neither its tests nor its deployment.',
    ),
    forbid(
      'infra-imports-data-only',
      { path: '^infra/' },
      { path: '^src/', pathNot: '^src/(database/tables|messaging/queues)\\.ts$' },
      'Infrastructure derives from the two data files.',
    ),
    forbid(
      'kernel-is-pure',
      { path: '^src/kernel/', pathNot: '\\.spec\\.ts$' },
      {
        path: '^(src/(?!kernel/)|node_modules/(@nestjs|@aws-sdk|@smithy|express)/|(node:)?(fs|net|tls|dns|https?|http2|dgram|child_process|worker_threads|process|timers)(/|$))',
      },
      'Every room stands on the kernel, which knows neither Nest nor the world outside.',
    ),
    forbid(
      'observability-stands-on-the-kernel',
      { path: '^src/observability/', pathNot: '\\.spec\\.ts$' },
      { path: '^src/(?!(observability|kernel|config)/)' },
      'Whatever logs may not know what it logs.',
    ),
    forbid(
      'aws-stands-on-observability',
      { path: '^src/aws/', pathNot: '\\.spec\\.ts$' },
      { path: '^src/(?!(aws|observability|kernel)/)' },
      'How AWS is called is the same for every caller.',
    ),
    forbid(
      'http-knows-no-business',
      { path: '^src/http/', pathNot: '\\.spec\\.ts$' },
      { path: '^src/(?!(http|aws|observability|config|kernel)/)', pathNot: '^src/access/principal\\.ts$' },
      'What every route needs is the same for every route.',
    ),
    forbid(
      'planner-is-pure',
      { path: '^src/planner/' },
      { path: '^(src/(?!planner/)|node_modules/@(nestjs|aws-sdk))' },
      'The solver is a library without I/O.',
    ),
    forbid(
      'orders-know-nobody',
      { path: '^src/orders/' },
      { path: '^src/(tracking|routes|notifications)/' },
      'Orders is the core; the others build on it.',
    ),
    forbid(
      'notifications-know-events-only',
      { path: '^src/notifications/' },
      { path: '^src/(tracking|routes)/', pathNot: '\\.events\\.ts$' },
      'Notifications reads messages, not modules.',
    ),
    forbid(
      'tracking-uses-orders-only',
      { path: '^src/tracking/' },
      { path: '^src/(routes|notifications)/' },
      'Tracking builds on orders.',
    ),
    forbid(
      'routes-uses-orders-only',
      { path: '^src/routes/' },
      { path: '^src/(tracking|notifications)/' },
      'Routes builds on orders.',
    ),
    forbid(
      'services-cross-modules',
      { path: '^src/(tracking|routes|notifications)/' },
      { path: '^src/orders/orders\\.(repository|controller)' },
      'Across modules only the service is called.',
    ),
    forbid(
      'domain-is-pure',
      { path: '^src/(orders/order|tracking/(tracking|states)|routes/route|notifications/notification)\\.ts$' },
      { path: '^node_modules/@(nestjs|aws-sdk)' },
      'A domain file does no I/O.',
    ),
    forbid(
      'no-dev-deps-in-src',
      { path: '^src/', pathNot: '(\\.spec\\.ts$|^src/local/|^src/main\\.ts$)' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
      'What Lambda runs is a dependency.',
    ),
    forbid(
      'local-stays-local',
      { path: '^src/', pathNot: '^src/(local/|main\\.ts$)' },
      { path: '^src/local/' },
      'The embedded platform is a composition root of its own.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
