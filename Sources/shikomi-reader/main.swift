print("shikomi-reader")
