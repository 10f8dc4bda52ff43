/// English abbreviations whose full stop need not end a sentence.
enum Abbreviations {
  /// A name or a clause always follows.
  static let never: Set<String> = [
    "mr", "mrs", "ms", "dr", "prof", "messrs", "rev", "hon", "gen", "col", "capt", "lt", "sgt", "e.g", "i.e",
    "eg", "ie", "vs", "cf", "viz", "approx", "ca", "incl", "excl", "resp", "gov", "sen", "rep", "pres", "amb", "maj",
    "cmdr", "supt", "reg",
  ]

  /// Only before a number: `No. 5`, `Fig. 2`, `Jan. 7`. "The answer is no. Then …" is an end.
  static let beforeNumber: Set<String> = [
    "no", "nos", "fig", "figs", "sec", "art", "arts", "p", "pp", "vol", "ch", "eq", "ex", "para", "ver", "tel",
    "jan", "feb", "tab", "cl", "pt", "mon", "tue", "tues", "wed", "thu", "thurs", "fri", "mar", "apr", "jun", "jul",
    "aug", "sep", "sept", "oct", "nov", "dec", "ref", "rev", "app", "min", "max", "bldg", "rm", "fl", "apt", "ste",
    "chap",
    "qty", "amt", "ext",
  ]

  /// Of these, the ones that a single letter may number: `Bldg. A`, `Fig. B`.
  static let beforeLetter: Set<String> = ["bldg", "rm", "fl", "apt", "ste", "chap", "app", "fig", "sec", "vol", "tab"]

  /// An end only where a word follows that commonly begins a sentence: `Acme Inc. Tokyo`, `the U.S. The`,
  /// `Smith et al. The`.
  static let beforeStarter: Set<String> = [
    "al",
    "inc", "ltd", "st", "gmbh", "llc", "plc", "bros", "univ", "assoc", "co", "corp", "jr", "sr", "dept", "est", "u.s",
    "u.k", "e.u", "ph.d", "m.d", "d.c", "mt", "ave",
    "blvd", "rd",
  ]

  /// Words that begin an English sentence more often than a name.
  static let starters: Set<String> = [
    "the", "a", "an", "this", "that", "these", "those", "it", "its", "he", "she", "we", "you", "they", "i", "in", "on",
    "at", "for", "from", "to", "by", "if", "when", "while", "after", "before", "as", "but", "and", "however", "all",
    "any", "each", "every", "no", "our", "your", "their", "there", "please", "employees", "users", "what", "who", "how",
    "do", "where", "why", "with", "such", "some", "most", "also", "then", "under", "upon",
  ]

  /// Times of day: an end, but before a day, a time zone or `Tokyo time`.
  static let times: Set<String> = ["a.m", "p.m", "am", "pm"]

  /// What goes on behind a time of day.
  static let behindTimes: Set<String> = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "jst", "gmt", "utc", "bst", "cet",
    "cest", "est", "edt", "cst", "pst", "pdt", "eastern", "pacific", "central",
  ]

  /// Words whose number is a label: `Step 1. Open the cover.`
  static let labels: Set<String> = [
    "step", "chapter", "section", "article", "part", "appendix", "annex", "note", "question", "item", "rule", "example",
  ]

  /// Nouns that letters number: `Gate B`, `Annex E`.
  static let lettered: Set<String> = [
    "gate", "building", "door", "room", "hall", "house", "block", "wing", "floor", "level", "bay", "dock", "lane",
    "route", "zone", "area", "site", "plot", "lot", "plant", "line", "platform", "terminal", "entrance", "exit",
    "stair",
    "staircase", "car", "method", "schedule", "annex", "appendix", "exhibit", "attachment", "form", "table", "figure",
    "section", "part", "chapter", "article", "clause", "step", "phase", "stage", "plan", "option", "variant", "version",
    "type", "class", "grade", "category", "group", "team", "shift", "crew", "unit", "model", "series", "size", "format",
    "column", "row", "panel", "channel", "port", "slot", "key", "box", "case", "rule", "rank", "rating", "vitamin",
    "hepatitis", "party", "side", "point", "item", "sample", "batch", "list", "file", "drive", "course", "module",
  ]

  /// Words before a person's initial.
  static let beforeNames: Set<String> = [
    "by", "and", "of", "with", "to", "from", "for", "or", "as", "is", "was", "named", "called", "that", "when", "where",
    "if", "but", "while", "than", "like", "between", "under", "see",
  ]

  /// Names that end in a mark.
  static let withMark: Set<String> = ["yahoo"]
}
