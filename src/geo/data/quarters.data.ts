/**
 * Quarters that people write in place of the district they lie in, one line a district: INEI's code, then the names. Compiled from
 * common knowledge of the cities; those of Lima and Callao were compared with the establishments of the Ministry of Health that bear a
 * quarter's name (see CREDITS.md). A name that belongs to quarters of several districts stands with each.
 */
export const QUARTER_LINES = `
070101|Santa Marina|Chucuito|Ciudadela Chalaca|Dulanto|Barracones|Puerto Nuevo|Ciudad del Pescador
070102|Ciudad del Pescador
070105|Cantolao
070106|Pachacútec|Ciudad Pachacútec|Ciudad Satélite|Antonia Moreno de Cáceres|La Pampilla
150101|Barrios Altos|Monserrate|Mirones|Mirones Bajo|Mirones Alto|Barrio Chino|Mesa Redonda|Santa Beatriz|Palomino|Unidad Vecinal 3|Chacra Ríos|Chacra Colorada
150103|Huaycán|Salamanca|Salamanca de Monterrico|Vitarte|Santa Clara|Ceres|Puruchuco|Mayorazgo|Horacio Zevallos|Manylsa|Gloria Grande|Pariachi|Valdiviezo|Santa Raquel|Los Ángeles de Vitarte|Micaela Bastidas|San Gregorio
150105|Chacra Colorada
150106|Tungasuca|Torre Blanca
150107|Morón|Ñaña
150108|Matellini|La Campiña|Los Cedros de Villa|Las Delicias de Villa|Villa Marina|Encantada de Villa|Túpac Amaru de Villa|Delicias de Villa|San Genaro|Santa Teresa de Villa
150110|Collique|Año Nuevo|Carmen Alto|El Retablo|Santa Luzmila|La Pascana|Pinar|El Pinar
150111|Puente Nuevo|La Corporación|La Menacho
150112|Tahuantinsuyo|El Ermitaño|Payet|Ermitaño
150113|Residencial San Felipe|Fundo Oyague
150114|Camacho|La Planicie|Rinconada|Rinconada del Lago|La Rinconada|Las Lagunas|El Remanso|Santa Patricia|Las Viñas|Manchay Bajo
150115|Gamarra|Santa Catalina|Balconcillo|Matute|San Cosme|El Pino|La Pólvora|La Parada|Mendocita
150116|Risso|Lobatón
150117|Villa del Norte|Villa Sol|Las Palmeras|El Trébol|Mercurio|Palmas Reales|Sol de Oro|Laura Caller|Los Norteños|Carlos Cueto Fernandini|Los Pinares
150118|Chosica|Ñaña|Jicamarca|Huachipa|Cajamarquilla|Carapongo|Santa María de Huachipa|Nievería|Moyopampa|Campoy
150119|Villa Alejandro|Julio C Tello|Villena
150122|Armendáriz|La Aurora|Chama
150123|Manchay|Portada de Manchay|Huertos de Manchay
150125|Zapallal|Copacabana|Shangrila|Laderas de Chillón|La Ensenada|Gallinazos|La Grama|Zapallal Alto
150128|Amancaes|El Bosque|Villacampa|Ventura Rossi|Flor de Amancaes|Ciudad y Campo
150130|Torres de Limatambo|Limatambo|San Borja Norte|San Borja Sur|Jacarandá|Corpac
150131|El Olivar|Orrantia
150132|Zárate|Canto Grande|Canto Rey|Mangomarca|Caja de Agua|Bayóvar|Montenegro|Campoy|Jicamarca|Mariscal Cáceres|San Hilarión|José Carlos Mariátegui|10 de Octubre|Cruz de Motupe|Azcarrunz|Inca Manco Cápac|Gran Chimú|Chacarilla de Otero|Las Flores de Lima|Medalla Milagrosa|La Huayrona
150133|Pamplona|Pamplona Alta|Pamplona Baja|Ciudad de Dios|Pampas de San Juan|Mateo Pumacahua|Villa Solidaridad|Umamarca|San Juanito
150134|Yerbateros
150135|Ingeniería|Condevilla|Condevilla Señor|Caquetá|Palao|Perales|Fiori|Habich|Los Libertadores|San Germán|Cerro Candela|Chuquitanta|El Rosario del Norte
150136|Maranga|Pando
150137|Los Ficus|Cooperativa Universal|Viña San Francisco
150140|Higuereta|Chacarilla|Chacarilla del Estanque|Monterrico|Monterrico Norte|Monterrico Sur|Valle Hermoso|Casuarinas|Las Casuarinas|Tambo de Monterrico|Surco Viejo|Los Álamos de Monterrico|La Capullana|Chama|Cerros de Camacho|San Ignacio de Monterrico|Los Precursores|Loma Amarilla
150141|Casas Huertas|La Calera|La Calera de la Merced|Barrio Médico
150142|Oasis de Villa|Lomo de Corvina|Príncipe de Asturias
150143|Tablada de Lurín|Nueva Esperanza|José Gálvez|Tablada|San Gabriel Alto|San Gabriel Bajo|Inca Pachacútec|Ticlio Chico
080101|San Blas|Zarzuela|Huancaro
080104|Larapa|Marcavalle|Túpac Amaru San Sebastián
080105|Larapa|Enaco
080106|Dignidad Nacional
080108|Ttio|Marcavalle|Santa Úrsula
130101|El Golf|Santa Inés|Mansiche|Las Quintanas|La Noria|Covicorti|El Recreo|Capullanas|Galeno
130103|Alto Florencia
130105|Manuel Arévalo|Jerusalén|Wichanzao|Winchanzao
130111|Buenos Aires|Liberación Social|Buenos Aires Norte|Buenos Aires Sur
140101|Santa Victoria|Los Parques|Patazca|La Primavera|Federico Villarreal|Las Brisas|Arturo Cabrejos Falla|Remigio Silva|Cerropón
140105|Urrunaga|Moshoqueque|Villa Hermosa|Atusparias
140106|Chosica del Norte|Antonio Raymondi
200101|Los Ejidos|Ignacio Merino|Santa Isabel|Los Tallanes
200104|El Indio|Tácala|María Goretti|Talarita|Campo Polo
200115|Los Algarrobos|Enace
021801|Miraflores Alto|21 de Abril
021809|Garatea|Bruces|Nicolás Garatea|Los Héroes
040101|Vallecito|Umacollo
040104|Zamácola|Ciudad Municipal|Río Seco|Challapampa|Peruarbo
040112|Ciudad Blanca
021809|Garatea|Nicolás Garatea|Buenos Aires|Bruces
230110|Viñani
210101|Salcedo|Jayllihuaya
`;
