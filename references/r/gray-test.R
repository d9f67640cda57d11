# cuminc() of cmprsk; a group's estimate is not given beyond its last time.
function(case, data) {
  library(cmprsk)
  columns <- unlist(case$input$group)
  group <- group_of(data, columns)
  causes <- causes_of(case, data)
  time <- data[[case$input$time]]
  strata <- strata_of(case, data)$codes
  call <- list(time, causes$codes, group = as.integer(group), rho = case$options$rho %or% 0, cencode = 0)
  if (!is.null(strata)) call$strata <- as.integer(strata)
  fit <- do.call(cuminc, call)
  answer <- list()
  if (!is.null(fit$Tests)) answer$tests <- lapply(seq_along(causes$labels), function(k)
    list(cause = causes$labels[k], chisq = unname(fit$Tests[k, "stat"]), df = unname(fit$Tests[k, "df"]), p = unname(fit$Tests[k, "pv"])))
  times <- unlist(case$options$atTimes)
  if (!is.null(times)) {
    at <- timepoints(fit, times)
    # timepoints() sorts and drops times that are named twice.
    column <- match(times, sort(unique(times)))
    answer$at <- unlist(lapply(seq_len(nlevels(group)), function(g) lapply(seq_along(causes$labels), function(k) {
      row <- match(paste(g, k), rownames(at$est))
      estimate <- if (is.na(row)) ifelse(times > max(time[as.integer(group) == g]), NA, 0) else at$est[row, column]
      variance <- if (is.na(row)) ifelse(times > max(time[as.integer(group) == g]), NA, 0) else at$var[row, column]
      c(if (!is.null(columns)) list(group = label_of(data, columns, group, g)),
        list(cause = causes$labels[k], time = I(times), estimate = I(unname(estimate)), variance = I(unname(variance))))
    })), recursive = FALSE)
  }
  answer
}
