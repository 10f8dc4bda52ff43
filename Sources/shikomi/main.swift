print("shikomi")
