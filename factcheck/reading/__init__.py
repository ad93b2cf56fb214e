"""The language journalists write in, read into the keys a person would write in a claim file.

    characters sentences words   a text into sentences, a sentence into words
    amounts dates tokens         words into tokens, by what they may mean (lexicon, nouns)
    phrases notation finding     tokens into pieces: claims, days, periods, names
    statement sharing            pieces into statements, and what these share (naming, timing)
    articles                     of running text: who is meant (subjects, noun_phrases, discourse),
                                 whether it happened (telling), whether it is a claim (meaning, asides),
                                 what it leaves open (unsettled)
    shortform writing            of one line, and back
    replacing opposites          other words for a statement that is wrong
"""
