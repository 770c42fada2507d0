/// What the cache keeps of a purchase: the answer, and the request, so that a person can read what was asked.
struct CachedAnswer: Codable {
    let request: TeacherRequest
    let answer: TeacherAnswer
}
