/** Pinyin is the server's art. This one knows Latin letters, and the syllables of the names in its own small cast. */
const syllables: Readonly<Record<string, string>> = {
  爱: 'ai',
  报: 'bao',
  传: 'chuan',
  队: 'dui',
  饭: 'fan',
  丽: 'li',
  聊: 'liao',
  罗: 'luo',
  每: 'mei',
  目: 'mu',
  朋: 'peng',
  器: 'qi',
  卡: 'ka',
  人: 'ren',
  日: 'ri',
  手: 'shou',
  输: 'shu',
  丝: 'si',
  腾: 'teng',
  推: 'tui',
  团: 'tuan',
  微: 'wei',
  文: 'wen',
  闻: 'wen',
  午: 'wu',
  息: 'xi',
  项: 'xiang',
  小: 'xiao',
  消: 'xiao',
  新: 'xin',
  信: 'xin',
  讯: 'xun',
  友: 'you',
  件: 'jian',
  荐: 'jian',
  机: 'ji',
  助: 'zhu',
  组: 'zu',
  尔: 'er',
}

const isLatin = (sign: string): boolean => /[A-Za-z0-9]/.test(sign)

const written = (text: string, write: (syllable: string) => string): string =>
  Array.from(text, (sign) => (isLatin(sign) ? sign : write(syllables[sign] ?? ''))).join('')

/** `BudiSantoso`, `wenjianchuanshuzhushou`: what is not known is left out. */
export const pinyinOf = (text: string): string => written(text, (syllable) => syllable)

/** `BUDISANTOSO`, `WJCSZS` */
export const initialsOf = (text: string): string => written(text, (syllable) => syllable.slice(0, 1)).toUpperCase()
