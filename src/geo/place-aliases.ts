/**
 * What people write instead of the official name, by INEI code: initials, former names, short forms and a few quarters
 * that outshine their district. Folded spelling (see `fold`).
 */
export const DISTRICT_ALIASES: Readonly<Record<string, readonly string[]>> = {
  '040103': ['asa', 'selva alegre'],
  '040104': ['cc cerro colorado'],
  '040129': [
    'jose luis bustamante',
    'jl bustamante y rivero',
    'jl bustamante',
    'bustamante y rivero',
    'jlbyr',
    'jlb y r',
    'jlbr',
  ],
  '050116': ['andres avelino caceres'],
  '060101': ['cajamarca cercado'],
  '070101': ['cercado del callao', 'cercado callao', 'callao cercado'],
  '070104': ['la perla callao'],
  '070103': ['carmen de la legua', 'carmen de la legua y reynoso', 'reynoso'],
  '080108': ['huanchac', 'wanchac', 'huanchaq'],
  '130111': ['victor larco', 'vistor larco'],
  '140105': ['jlo', 'jose l ortiz', 'leonardo ortiz', 'jl ortiz'],
  '150101': [
    'cercado de lima',
    'lima cercado',
    'centro de lima',
    'lima centro',
    'centro historico de lima',
    'cercado lima',
    'barrios altos',
  ],
  '150103': ['ate vitarte', 'vitarte', 'ate - vitarte'],
  '150115': ['la victoria lima'],
  '150118': ['lurigancho chosica', 'huachipa', 'santa maria de huachipa', 'chosica lurigancho'],
  '150120': ['magdalena'],
  '150121': ['pueblo libre magdalena vieja', 'magdalena vieja'],
  '150132': [
    'sjl',
    'san juan lurigancho',
    'sj lurigancho',
    'sj de lurigancho',
    'san j de lurigancho',
    'san j lurigancho',
    'sn juan de lurigancho',
    'zarate',
  ],
  '150133': [
    'sjm',
    'san juan miraflores',
    'sj miraflores',
    'sj de miraflores',
    'san j de miraflores',
    'san j miraflores',
    'sn juan de miraflores',
  ],
  '150135': [
    'smp',
    'san martin de porras',
    'san martin porres',
    'sm de porres',
    'sm porres',
    'sn martin de porres',
    's martin de porres',
    'san m de porres',
  ],
  '150136': ['san miguel lima'],
  '150140': ['surco', 'stgo de surco', 'santiago surco', 's de surco', 'stgo surco', 'monterrico'],
  '150142': ['ves', 'villa salvador', 'v el salvador', 'villa el salv'],
  '150143': [
    'vmt',
    'villa maria',
    'vm del triunfo',
    'villa maria triunfo',
    'v maria del triunfo',
    'villa ma del triunfo',
    'vmdt',
  ],
  '200104': ['castilla piura'],
  '200115': ['26 de octubre'],
  '230110': ['gregorio albarracin', 'cnel gregorio albarracin', 'crnl gregorio albarracin', 'albarracin'],
};

export const PROVINCE_ALIASES: Readonly<Record<string, readonly string[]>> = {
  '0701': ['provincia constitucional del callao', 'prov const del callao', 'constitucional del callao'],
  '0801': ['cuzco'],
  '1501': ['lima metropolitana'],
  '1103': ['nazca'],
};

export const DEPARTMENT_ALIASES: Readonly<Record<string, readonly string[]>> = {
  '07': ['provincia constitucional del callao', 'prov const del callao', 'constitucional del callao'],
  '08': ['cuzco'],
  '15': ['lima provincias', 'lima region', 'lima metropolitana'],
};

/** Where a name without a province is looked for first. */
export const HOME_PROVINCES: readonly string[] = ['0701', '1501'];

/** `Cercado, Arequipa`: the district where the province's capital is. */
export const CAPITAL_WORDS: readonly string[] = ['cercado', 'el cercado', 'centro', 'centro historico'];
