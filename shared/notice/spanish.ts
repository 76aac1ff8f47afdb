// The notice in Spanish.
import type { NoticeTexts } from './texts.ts';

export const SPANISH: NoticeTexts = {
  name: 'Español',
  title: {
    moods: 'En esta sala se mide el ambiente',
    people: 'En esta sala se cuentan las personas',
    demo: 'Demostración: se analiza una grabación',
    nothing: 'Aquí no se mide nada',
  },
  now: {
    sensing: 'El aparato está midiendo ahora.',
    idle: 'En este momento no se mide nada.',
    aiming:
      'En este momento se está orientando la cámara: quien lo hace ve la imagen completa. No se cuenta nada y no se guarda nada.',
    replaying: 'La grabación se está reproduciendo ahora.',
    silent: 'El programa de medición no responde en este momento. Lo que sigue es lo último que se configuró.',
    unset: 'Este aparato no está configurado: no mide nada.',
    silentUnset: 'El programa de medición no está en marcha y nunca se configuró nada: no se mide nada.',
  },
  headings: {
    sensed: 'Qué se mide',
    why: 'Para qué',
    who: 'Quién lo hace',
    kept: 'Qué se guarda',
    published: 'Qué se publica y cómo se difumina',
    law: 'Legislación',
    rights: 'Sus derechos',
  },
  camera: 'Un aparato con cámara mira las caras en esta sala. Todo se calcula en el propio aparato.',
  clip: 'Esto es una demostración. Se reproduce una grabación; no se usa ninguna cámara ni micrófono de esta sala.',
  people: 'Cuenta cuántas personas hay, cuánto tiempo están las caras a la vista y si están vueltas hacia él.',
  moods:
    'Estima a partir de cada cara un estado de ánimo: neutro, alegría, tristeza, enfado, miedo, asco o sorpresa. Las estimaciones pueden ser erróneas.',
  noMoods: 'No estima estados de ánimo ni emociones.',
  voice:
    'Escucha cómo suenan las voces y estima de ello un estado de ánimo. No entiende lo que se dice, ni lo escribe, ni lo guarda.',
  noVoice: 'No se usa el sonido: no se abre ningún micrófono.',
  gender: 'Estima a partir de cada cara si parece femenina o masculina. Las estimaciones pueden ser erróneas.',
  feedback: 'Se cuentan los toques en la pantalla del aparato.',
  always: 'Mide a todas horas, todos los días.',
  hours: (from, to, timeZone) => `Mide todos los días de ${from} a ${to} (${timeZone}).`,
  purposes: {
    demo: 'Para mostrar cómo funciona el aparato.',
    public: 'Para saber cuántas personas usan este lugar público y qué ambiente hay en él.',
    retail: 'Para saber qué ambiente encuentran los visitantes en este lugar.',
    event: 'Para saber qué ambiente encuentran los asistentes en este acto.',
    'care-or-safety': 'Para el cuidado o la seguridad en este lugar.',
    'research-with-consent': 'Para una investigación con personas que han aceptado participar.',
    workplace: 'Para saber cómo se usa este lugar de trabajo.',
    education: 'Para saber cómo se usa este lugar de enseñanza.',
  },
  nothingKept: 'No se guarda ninguna imagen ni sonido. Ambos desaparecen de la memoria del aparato en pocos segundos.',
  nobodyKnown: 'No se reconoce ni se nombra a nadie, ni se sigue a nadie a otra sala o a otro día.',
  mosaic:
    'Quien se ocupa del aparato puede ver un mosaico tosco de la imagen, en el que no se reconoce a nadie. No se guarda.',
  aimed: (minutes) =>
    `Para orientar la cámara, esa persona puede ver la imagen completa durante ${minutes} minutos como máximo. Mientras tanto no se cuenta ni se guarda nada, y esta página lo dice.`,
  networkCamera: 'Las imágenes llegan al aparato por la red de este edificio, solo desde la cámara.',
  published: (length) => `Solo salen del aparato cifras de toda la sala, por cada periodo de ${length}.`,
  crowd: (k) => `De menos de ${k} personas no se publica ninguna cifra, solo que eran demasiado pocas.`,
  crowdBlurred: (k) =>
    `Cifras de menos de ${k} personas se publican como mucho en uno de cada cien casos, y casi siempre solo las de grandes grupos.`,
  noise: 'A cada cifra se le añade ruido aleatorio, de modo que apenas dice nada de una persona en particular.',
  moodError: (error) =>
    `El ruido desplaza el número de personas que mostraron un estado de ánimo en ${error} de media.`,
  peopleError: (error) => `El ruido desplaza el número de personas en ${error} de media.`,
  longStay: 'Quien se queda más tiempo, o vuelve, se cuenta más de una vez.',
  retention: (days) =>
    `Las cifras difuminadas quedan en el aparato hasta ${days} días. El responsable puede guardarlas más tiempo en otro lugar.`,
  emotionLaw:
    'Aquí funciona un sistema de reconocimiento de emociones. Con este aviso se le informa de ello (Reglamento de IA de la UE, artículo 50, apartado 3).',
  noEmotionLaw:
    'Aquí no funciona ningún sistema de reconocimiento de emociones: en el trabajo y en la enseñanza la ley lo prohíbe (Reglamento de IA de la UE, artículo 5, apartado 1, letra f), y no hay cargado ningún modelo de ese tipo.',
  genderLaw:
    'Aquí funciona un sistema de categorización biométrica (femenino o masculino) (Reglamento de IA de la UE, artículo 50, apartado 3).',
  access:
    'Puede preguntar al responsable qué datos tiene sobre usted (RGPD, artículo 15) y oponerse a la medición (artículo 21).',
  unfindable:
    'Como no se guarda nada que permita reconocerle, por lo general el responsable no encontrará nada sobre usted (artículo 11).',
  complaint: 'Puede presentar una reclamación ante una autoridad de protección de datos (artículo 77).',
  fields: {
    operator: 'Responsable',
    contact: 'Contacto para preguntas y oposición',
    purpose: 'En palabras del responsable',
    legalBasis: 'Base jurídica',
    authority: 'Autoridad de control',
  },
  unstated: 'aún sin indicar; pregunte a quien lleva esta sala',
  edition: (revision) => `Edición ${revision} de este aviso. Un aviso con otro número ya no es válido.`,
  page: {
    language: 'Idioma',
    print: 'Imprimir este aviso (PDF, una página A4)',
    code: 'Código QR con la dirección de esta página',
    codeText: 'Esta página en su teléfono:',
    codeLocal:
      'Esta dirección solo funciona en el propio aparato. Abra la página por el nombre del aparato para obtener un código para otros.',
  },
};
