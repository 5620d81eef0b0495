export interface DemoPlace {
  readonly name: string;
  readonly street: string;
  readonly district: string;
  /** WGS 84 degrees, to about a block. */
  readonly lat: number;
  readonly lon: number;
}

const place = (name: string, street: string, district: string, lat: number, lon: number): DemoPlace => ({
  name,
  street,
  district,
  lat,
  lon,
});

/** Where the demo's van starts. */
export const DEPOT = { name: 'Almacén La Victoria', lat: -12.0665, lon: -77.0185 } as const;

/** Public places of Lima, in the order in which the shops' orders come in. */
export const PLACES: readonly DemoPlace[] = [
  place('Plaza Mayor', 'Jr. de la Unión 300', 'Lima', -12.0459, -77.0305),
  place('Parque Kennedy', 'Av. José Larco 345', 'Miraflores', -12.1219, -77.0297),
  place('Universidad Nacional Mayor de San Marcos', 'Av. Venezuela s/n', 'Lima', -12.0564, -77.0844),
  place('Jockey Plaza', 'Av. Javier Prado Este 4200', 'Santiago de Surco', -12.0866, -76.975),
  place('Plaza Manco Cápac', 'Av. Manco Cápac s/n', 'La Victoria', -12.0659, -77.0299),
  place('Parque de las Leyendas', 'Av. Las Leyendas 580', 'San Miguel', -12.068, -77.0867),
  place('Plaza de Armas de Barranco', 'Av. Grau s/n', 'Barranco', -12.1493, -77.0208),
  place('Hospital Edgardo Rebagliati', 'Av. Rebagliati 490', 'Jesús María', -12.0783, -77.0403),
  place('Universidad Nacional de Ingeniería', 'Av. Túpac Amaru 210', 'Rímac', -12.024, -77.0486),
  place('Huaca Pucllana', 'Ca. General Borgoño s/n', 'Miraflores', -12.1111, -77.0336),
  place('Estadio Nacional', 'Ca. José Díaz s/n', 'Lima', -12.0673, -77.0337),
  place('Universidad de Lima', 'Av. Javier Prado Este 4600', 'Santiago de Surco', -12.0847, -76.9713),
  place('Plaza Bolívar', 'Av. General Vivanco s/n', 'Pueblo Libre', -12.0776, -77.0625),
  place('Mercado Central', 'Jr. Ayacucho s/n', 'Lima', -12.0497, -77.0269),
  place('Parque El Olivar', 'Av. Los Incas s/n', 'San Isidro', -12.1008, -77.0356),
  place('Plaza de Toros de Acho', 'Jr. Hualgayoc 332', 'Rímac', -12.041, -77.0246),
  place('Mercado N.º 1 de Surquillo', 'Av. Paseo de la República s/n', 'Surquillo', -12.1178, -77.0215),
  place('Pontificia Universidad Católica', 'Av. Universitaria 1801', 'San Miguel', -12.0691, -77.0797),
  place('Hospital Arzobispo Loayza', 'Av. Alfonso Ugarte 848', 'Lima', -12.0497, -77.043),
  place('Biblioteca Nacional', 'Av. de la Poesía 160', 'San Borja', -12.0867, -77.0037),
  place('Larcomar', 'Malecón de la Reserva 610', 'Miraflores', -12.1318, -77.0304),
  place('Plaza San Martín', 'Jr. Carabaya s/n', 'Lima', -12.0516, -77.0347),
  place('Museo Larco', 'Av. Simón Bolívar 1515', 'Pueblo Libre', -12.0723, -77.0709),
  place('Universidad Nacional Agraria', 'Av. La Molina s/n', 'La Molina', -12.0838, -76.9428),
  place('Huaca Huallamarca', 'Av. El Rosario 150', 'San Isidro', -12.0974, -77.0402),
  place('Hospital Dos de Mayo', 'Parque Historia de la Medicina Peruana', 'Lima', -12.0566, -77.0157),
  place('Campo de Marte', 'Av. de la Peruanidad s/n', 'Jesús María', -12.0684, -77.0417),
  place('Mall Aventura Santa Anita', 'Carretera Central 111', 'Santa Anita', -12.0561, -76.9695),
  place('Plaza San Miguel', 'Av. La Marina 2000', 'San Miguel', -12.0771, -77.083),
  place('Estadio Alejandro Villanueva', 'Av. Isabel la Católica 821', 'La Victoria', -12.0683, -77.0226),
  place('Mercado Lobatón', 'Jr. Manuel Candamo s/n', 'Lince', -12.0847, -77.0337),
  place('Universidad Ricardo Palma', 'Av. Benavides 5440', 'Santiago de Surco', -12.1318, -76.9797),
  place('Instituto Nacional de Salud del Niño', 'Av. Brasil 600', 'Breña', -12.0648, -77.0459),
  place('Mercado de Magdalena', 'Jr. Castilla s/n', 'Magdalena del Mar', -12.0925, -77.0731),
  place('Congreso de la República', 'Plaza Bolívar s/n', 'Lima', -12.0478, -77.0254),
  place('Pentagonito', 'Av. San Borja Norte s/n', 'San Borja', -12.1003, -76.9914),
  place('Parque de la Exposición', 'Av. 28 de Julio s/n', 'Lima', -12.0606, -77.0369),
  place('Parque de la Amistad', 'Av. Caminos del Inca s/n', 'Santiago de Surco', -12.1339, -76.9882),
  place('Gamarra', 'Jr. Gamarra 800', 'La Victoria', -12.0655, -77.0136),
  place('Museo Pedro de Osma', 'Av. Pedro de Osma 423', 'Barranco', -12.1533, -77.0224),
];
