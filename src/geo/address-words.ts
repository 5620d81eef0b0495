import { beginsName, expand } from './place-index';
import { words } from './text';

/** What follows one of these names a street, quarter or building, up to the house number. */
export const STREET_WORDS = new Set(
  `av avda avenida ave jr jiron jron calle ca cal cl cll psje pje pj pas psj pasaje pasje carretera carr ctra autopista
  panamericana prol prolg prolongacion alameda al malecon mlc ovalo plaza plazuela plz paseo parque pq via camino trocha urb
  urbanizacion urbaniz aahh ah asent asentamiento asoc asociacion aso coop cooperativa apv upis ppjj pueblos
  residencial resid res conjunto condominio cond edificio edif torre torres block bloque sector grupo zona barrio comite galeria
  mercado hospital clinica colegio iglesia universidad terminal grifo fundo parcela hacienda anexo caserio cp ccpp comunidad
  quinta etapa ciudadela campamento cuartel estadio aeropuerto banco esquina esq cruce intersec interseccion puerta
  lotizacion programa habilitacion vivienda agrupacion agrup junta unidad uv cdv costado altura frente espalda
  tienda botica farmacia paradero losa bajada subida portal`.split(/\s+/),
);

/** What follows one of these is a number or a letter, and the street's name has ended. */
export const UNIT_WORDS = new Set(
  `mz mza manz manzana lt lte lote lotes dpto dep depto dto departamento apto apart of oficina ofic int interior piso km kilometro cdra
  cuadra nro no num numero tda stand puesto local sn ref`.split(/\s+/),
);

/** `Distrito de Lince`: the name that follows is the area, nothing else. */
export const AREA_WORDS = new Set(
  'distrito dist dtto provincia prov departamento depto dpto dep region reg ciudad cuidad'.split(' '),
);
export const PARTICLES = new Set('de del la las los el y san santa santo don dona'.split(' '));
/** Titles and first names that make what follows a person (`General San Martín`), hence a street. */
export const TITLES = new Set(
  `general gral mariscal mcal coronel cnel crnl capitan cap almirante alm comandante cmdte teniente tnte sargento doctor dr
  ingeniero ing jose juan maria luis carlos manuel pedro simon ricardo victor santa virgen nuestra senor`.split(/\s+/),
);

/** What stands in for the number of a house that has none (`S/N`): no saint, although `Sn` is short for one. */
export const NUMBERLESS = 'sinnumero';

const isNumberless = (word: string, next: string | undefined): boolean =>
  word === 'sn' && (next === undefined || !beginsName('san', next));

/** Whether a word is a house number, a block's letter, an ordinal, a Roman numeral. */
export const isNumber = (word: string): boolean =>
  word === NUMBERLESS ||
  (/^\d+[a-z]{0,3}$|^[a-z]$|^[a-z]{1,2}\d+[a-z]?$|^(i|ii|iii|iv|v|vi|vii|viii|ix|x)$/.test(word) && word !== 'y');

/** Returns the parts of a plain text between commas, dashes and the like, as words. */
export function segmentsOf(text: string): string[][] {
  return text
    .replace(/\ba\.?\s?a\.?\s*h\.?\s?h\b\.?/g, ' aahh ')
    .replace(/\bp\.?\s?p\.?\s*j\.?\s?j\b\.?/g, ' aahh ')
    .replace(/\bs\s?[/\\.\-_]\s?n\b\.?|\bsin (?:numero|num|nro|n)\b\.?/g, ` ${NUMBERLESS} `)
    .replace(/\b(pueblo joven|centro comercial|centro poblado|ciudad satelite|villa militar)\b/g, ' aahh ')
    .replace(/\b(?:[a-z]\.\s?){2,}(?:[a-z]\b(?!\.))?/g, (initials) => ` ${initials.replace(/[^a-z]/g, '')} `)
    .split(/[,;:|()[\]\n\r/]|\s[-–—]+\s*|\s*[-–—]+\s|(?<=[a-z0-9]{5,}|\d)\.\s/)
    .map((segment) => words(segment))
    .map((segment) => segment.map((word, i) => (isNumberless(word, segment[i + 1]) ? NUMBERLESS : expand(word))))
    .map((segment) => segment.filter((word, i) => word !== 'peru' || segment[i - 1] === 'mi'))
    .filter((segment) => segment.length > 0);
}
